# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from pivotal_runtime.base_models import UNSET, Model, UnsetType


class CustomerSnapshot(Model, frozen=True):
    """A customer, as an event shows it. Any field may be missing.

    Attributes:
        id: Cuid of the customer.
        display_id: Small integer, unique within the workspace.
        name: Name of the customer.
        health_score: Health score now.
        previous_health_score: Health score before. A drop of 10 points or more is an event.
        at_risk: Whether the customer is at risk.
        churned: Whether the customer has left.
        owner_email: Email address of the owner.
    """

    id: str | None | UnsetType = UNSET
    display_id: int | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    health_score: float | None | UnsetType = UNSET
    previous_health_score: float | None | UnsetType = UNSET
    at_risk: bool | None | UnsetType = UNSET
    churned: bool | None | UnsetType = UNSET
    owner_email: str | None | UnsetType = UNSET
