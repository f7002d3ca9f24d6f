# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime
from typing import ClassVar, Literal

from pivotal_runtime.base_models import UNSET, Model, UnsetType

from .onboarding_event_data import OnboardingEventData


class OnboardingLaunchedEvent(Model, frozen=True, tag_field="type", tag="onboarding.launched"):
    """An onboarding reached its launch.

    Attributes:
        id: Id of the event (`evt_...`). A repeated delivery has the same: handle each id once, for at least 7 days.
        data: The onboarding, and what it was before.
        created_at: When it happened, in UTC, which may be long before the delivery.
        org_id: Id of the workspace.
        livemode: Whether a live key caused it. False also for test events from the dashboard, whose records do not exist.
        api_version: Version of the API that the event follows, such as `v1`.
        type: Always `onboarding.launched`.
    """

    _nested: ClassVar[tuple[str, ...]] = ("data",)
    _renamed: ClassVar[tuple[str, ...]] = ("type",)

    id: str
    data: OnboardingEventData
    created_at: datetime.datetime | None | UnsetType = UNSET
    org_id: str | None | UnsetType = UNSET
    livemode: bool | None | UnsetType = UNSET
    api_version: str | None | UnsetType = UNSET

    @property
    def type(self) -> Literal["onboarding.launched"]:
        """The field `type`, which distinguishes the model in a union."""
        return "onboarding.launched"
