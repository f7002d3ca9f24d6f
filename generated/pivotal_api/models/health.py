# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal

from pivotal_runtime.values import Model


class Health(Model, frozen=True):
    """Health."""

    status: Literal["ok"]
    timestamp: str
