# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal

from pivotal_runtime.base_models import UNSET, Model, UnsetType


class Deleted(Model, frozen=True):
    """What a soft delete answers.

    Attributes:
        object: Always `deleted`.
        id: The cuid; if a repeated DELETE answered 404, the id that was passed.
        deleted: Always true.
        display_id: The display_id; absent if a repeated DELETE answered 404 and a cuid was passed.
    """

    object: Literal["deleted"]
    id: str
    deleted: bool
    display_id: int | UnsetType = UNSET
