# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal

from attrs import frozen

from ..values import Model


@frozen
class Deleted(Model):
    """What a soft delete answers."""

    object: Literal["deleted"]
    id: str
    display_id: int
    deleted: bool
