# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime

from pivotal_runtime.base_models import UNSET, Model, UnsetType


class TaskSnapshot(Model, frozen=True):
    """A task, as an event shows it. Any field may be missing.

    Attributes:
        id: Id of the task.
        onboarding_id: Cuid of the onboarding.
        customer_id: Cuid of the customer.
        display_id: Small integer, unique within the workspace.
        title: Title of the task.
        completed_at: When it was completed, in UTC.
        completed_by: Who completed it.
        assignee_email: Email address of the person who is to do it.
    """

    id: str | None | UnsetType = UNSET
    onboarding_id: str | None | UnsetType = UNSET
    customer_id: str | None | UnsetType = UNSET
    display_id: int | None | UnsetType = UNSET
    title: str | None | UnsetType = UNSET
    completed_at: datetime.datetime | None | UnsetType = UNSET
    completed_by: str | None | UnsetType = UNSET
    assignee_email: str | None | UnsetType = UNSET
