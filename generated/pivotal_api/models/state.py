# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal, TypeAlias

from pivotal_runtime.base_models import OpenEnum

StateValue: TypeAlias = Literal["active", "paused", "at_risk", "waiting"]


class State(OpenEnum):
    """How an onboarding is doing; `waiting` is derived from `waiting_on_customer = true`.

    A value that this version doesn't know is accepted and kept.
    """

    ACTIVE = "active"
    PAUSED = "paused"
    AT_RISK = "at_risk"
    WAITING = "waiting"
