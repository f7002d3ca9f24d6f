# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal

from pivotal_runtime.base_models import Model


class Deleted(Model, frozen=True):
    """What a soft delete answers.

    Attributes:
        object: Always `deleted`.
        id: Cuid: opaque, unique everywhere.
        display_id: Small integer, unique within the workspace, used in URLs.
        deleted: Always true.
    """

    object: Literal["deleted"]
    id: str
    display_id: int
    deleted: bool
