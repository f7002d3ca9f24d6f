# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""The events that the API sends to webhooks."""

from typing import Literal, Protocol, TypeAlias, overload

from pivotal_runtime.event_handlers import Decorator

from .models.contact_created_event import ContactCreatedEvent
from .models.customer_archived_event import CustomerArchivedEvent
from .models.customer_at_risk_event import CustomerAtRiskEvent
from .models.customer_churned_event import CustomerChurnedEvent
from .models.customer_created_event import CustomerCreatedEvent
from .models.customer_health_score_dropped_event import CustomerHealthScoreDroppedEvent
from .models.customer_updated_event import CustomerUpdatedEvent
from .models.onboarding_at_risk_event import OnboardingAtRiskEvent
from .models.onboarding_back_on_track_event import OnboardingBackOnTrackEvent
from .models.onboarding_completed_event import OnboardingCompletedEvent
from .models.onboarding_created_event import OnboardingCreatedEvent
from .models.onboarding_delayed_event import OnboardingDelayedEvent
from .models.onboarding_launched_event import OnboardingLaunchedEvent
from .models.onboarding_phase_changed_event import OnboardingPhaseChangedEvent
from .models.onboarding_state_changed_event import OnboardingStateChangedEvent
from .models.onboarding_updated_event import OnboardingUpdatedEvent
from .models.phase_changed_event import PhaseChangedEvent
from .models.task_completed_event import TaskCompletedEvent
from .models.task_updated_event import TaskUpdatedEvent
from .models.webhook_ping_event import WebhookPingEvent

EventType: TypeAlias = Literal[
    "contact.created",
    "customer.archived",
    "customer.at_risk",
    "customer.churned",
    "customer.created",
    "customer.health_score_dropped",
    "customer.updated",
    "onboarding.at_risk",
    "onboarding.back_on_track",
    "onboarding.completed",
    "onboarding.created",
    "onboarding.delayed",
    "onboarding.launched",
    "onboarding.phase_changed",
    "onboarding.state_changed",
    "onboarding.updated",
    "phase.changed",
    "task.completed",
    "task.updated",
    "webhook.ping",
]
# Decoded in one pass: each class has its `type` as the tag.
KnownEvent: TypeAlias = (
    ContactCreatedEvent
    | CustomerArchivedEvent
    | CustomerAtRiskEvent
    | CustomerChurnedEvent
    | CustomerCreatedEvent
    | CustomerHealthScoreDroppedEvent
    | CustomerUpdatedEvent
    | OnboardingAtRiskEvent
    | OnboardingBackOnTrackEvent
    | OnboardingCompletedEvent
    | OnboardingCreatedEvent
    | OnboardingDelayedEvent
    | OnboardingLaunchedEvent
    | OnboardingPhaseChangedEvent
    | OnboardingStateChangedEvent
    | OnboardingUpdatedEvent
    | PhaseChangedEvent
    | TaskCompletedEvent
    | TaskUpdatedEvent
    | WebhookPingEvent
)

EVENTS: dict[str, type[KnownEvent]] = {
    "contact.created": ContactCreatedEvent,
    "customer.archived": CustomerArchivedEvent,
    "customer.at_risk": CustomerAtRiskEvent,
    "customer.churned": CustomerChurnedEvent,
    "customer.created": CustomerCreatedEvent,
    "customer.health_score_dropped": CustomerHealthScoreDroppedEvent,
    "customer.updated": CustomerUpdatedEvent,
    "onboarding.at_risk": OnboardingAtRiskEvent,
    "onboarding.back_on_track": OnboardingBackOnTrackEvent,
    "onboarding.completed": OnboardingCompletedEvent,
    "onboarding.created": OnboardingCreatedEvent,
    "onboarding.delayed": OnboardingDelayedEvent,
    "onboarding.launched": OnboardingLaunchedEvent,
    "onboarding.phase_changed": OnboardingPhaseChangedEvent,
    "onboarding.state_changed": OnboardingStateChangedEvent,
    "onboarding.updated": OnboardingUpdatedEvent,
    "phase.changed": PhaseChangedEvent,
    "task.completed": TaskCompletedEvent,
    "task.updated": TaskUpdatedEvent,
    "webhook.ping": WebhookPingEvent,
}


class OnEvent(Protocol):
    """Returns the decorator of a handler for one type of event, which takes the class of that type."""

    @overload
    def __call__(self, type: Literal["contact.created"], /) -> Decorator[ContactCreatedEvent]: ...
    @overload
    def __call__(self, type: Literal["customer.archived"], /) -> Decorator[CustomerArchivedEvent]: ...
    @overload
    def __call__(self, type: Literal["customer.at_risk"], /) -> Decorator[CustomerAtRiskEvent]: ...
    @overload
    def __call__(self, type: Literal["customer.churned"], /) -> Decorator[CustomerChurnedEvent]: ...
    @overload
    def __call__(self, type: Literal["customer.created"], /) -> Decorator[CustomerCreatedEvent]: ...
    @overload
    def __call__(
        self, type: Literal["customer.health_score_dropped"], /
    ) -> Decorator[CustomerHealthScoreDroppedEvent]: ...
    @overload
    def __call__(self, type: Literal["customer.updated"], /) -> Decorator[CustomerUpdatedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.at_risk"], /) -> Decorator[OnboardingAtRiskEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.back_on_track"], /) -> Decorator[OnboardingBackOnTrackEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.completed"], /) -> Decorator[OnboardingCompletedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.created"], /) -> Decorator[OnboardingCreatedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.delayed"], /) -> Decorator[OnboardingDelayedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.launched"], /) -> Decorator[OnboardingLaunchedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.phase_changed"], /) -> Decorator[OnboardingPhaseChangedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.state_changed"], /) -> Decorator[OnboardingStateChangedEvent]: ...
    @overload
    def __call__(self, type: Literal["onboarding.updated"], /) -> Decorator[OnboardingUpdatedEvent]: ...
    @overload
    def __call__(self, type: Literal["phase.changed"], /) -> Decorator[PhaseChangedEvent]: ...
    @overload
    def __call__(self, type: Literal["task.completed"], /) -> Decorator[TaskCompletedEvent]: ...
    @overload
    def __call__(self, type: Literal["task.updated"], /) -> Decorator[TaskUpdatedEvent]: ...
    @overload
    def __call__(self, type: Literal["webhook.ping"], /) -> Decorator[WebhookPingEvent]: ...
