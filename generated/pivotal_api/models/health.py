# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal

from pivotal_runtime.base_models import Model


class Health(Model, frozen=True):
    """The answer of the liveness probe.

    Attributes:
        status: Always `ok`.
        timestamp: Timestamp, as the server sends it.
    """

    status: Literal["ok"]
    timestamp: str
