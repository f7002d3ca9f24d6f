# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal

from attrs import frozen

from ..values import Model


@frozen
class Health(Model):
    """Health."""

    status: Literal["ok"]
    timestamp: str
