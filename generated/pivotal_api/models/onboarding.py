# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime
from typing import Literal

from pivotal_runtime.base_models import UNSET, Model, UnsetType

from .phase import Phase
from .state import State


class Onboarding(Model, frozen=True):
    """A run from signed deal to launch, for one customer.

    Attributes:
        object: Always `onboarding`.
        id: Cuid: opaque, unique everywhere.
        display_id: Small integer, unique within the workspace, used in URLs.
        customer_id: Cuid of the customer that it belongs to.
        template_id: Id of the onboarding's template.
        phase: Where an onboarding stands, in order; `completed` is terminal.
        state: How an onboarding is doing; `waiting` is derived from `waiting_on_customer = true`.
        started_at: When the onboarding started; null if it has not.
        completed_at: When the onboarding was completed; null if it has not been.
        target_launch_date: When the launch is planned, in UTC. A date alone is read as its midnight.
        csm_id: Id of the assigned CSM (customer success manager).
        se_id: Id of the assigned SE.
        designer_id: Id of the assigned designer.
        product_ops_id: Id of the person assigned from product operations.
        notes: Notes on the onboarding.
        created_at: When the record was created, in UTC.
        updated_at: When the record was last changed, in UTC.
        waiting_on_customer: Whether the onboarding waits for the customer. True makes the state `waiting`.
    """

    object: Literal["onboarding"]
    id: str
    display_id: int
    customer_id: str
    template_id: str | None
    phase: Phase
    state: State
    started_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    target_launch_date: datetime.datetime | None
    csm_id: str | None
    se_id: str | None
    designer_id: str | None
    product_ops_id: str | None
    notes: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    waiting_on_customer: bool | UnsetType = UNSET
