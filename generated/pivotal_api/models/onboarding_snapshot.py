# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime

from pivotal_runtime.base_models import UNSET, Model, UnsetType


class OnboardingSnapshot(Model, frozen=True):
    """An onboarding, as an event shows it. Any field may be missing.

    Attributes:
        id: Cuid of the onboarding.
        customer_id: Cuid of the customer.
        display_id: Small integer, unique within the workspace.
        name: Name of the onboarding.
        phase: Phase, as open text: events show phases that the API does not have, such as `integration`.
        state: State, as open text: events show states that the API does not have, such as `blocked`.
        target_launch_date: Day on which the launch is planned.
        owner_email: Email address of the owner.
    """

    id: str | None | UnsetType = UNSET
    customer_id: str | None | UnsetType = UNSET
    display_id: int | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    phase: str | None | UnsetType = UNSET
    state: str | None | UnsetType = UNSET
    target_launch_date: datetime.date | None | UnsetType = UNSET
    owner_email: str | None | UnsetType = UNSET
