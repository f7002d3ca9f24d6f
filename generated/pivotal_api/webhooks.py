# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""The events that the API sends to webhooks."""

from typing import Literal, TypeAlias

from .models.contact_created_event import ContactCreatedEvent as ContactCreatedEvent
from .models.customer_archived_event import CustomerArchivedEvent as CustomerArchivedEvent
from .models.customer_at_risk_event import CustomerAtRiskEvent as CustomerAtRiskEvent
from .models.customer_churned_event import CustomerChurnedEvent as CustomerChurnedEvent
from .models.customer_created_event import CustomerCreatedEvent as CustomerCreatedEvent
from .models.customer_health_score_dropped_event import (
    CustomerHealthScoreDroppedEvent as CustomerHealthScoreDroppedEvent,
)
from .models.customer_updated_event import CustomerUpdatedEvent as CustomerUpdatedEvent
from .models.onboarding_at_risk_event import OnboardingAtRiskEvent as OnboardingAtRiskEvent
from .models.onboarding_back_on_track_event import OnboardingBackOnTrackEvent as OnboardingBackOnTrackEvent
from .models.onboarding_completed_event import OnboardingCompletedEvent as OnboardingCompletedEvent
from .models.onboarding_created_event import OnboardingCreatedEvent as OnboardingCreatedEvent
from .models.onboarding_delayed_event import OnboardingDelayedEvent as OnboardingDelayedEvent
from .models.onboarding_launched_event import OnboardingLaunchedEvent as OnboardingLaunchedEvent
from .models.onboarding_phase_changed_event import OnboardingPhaseChangedEvent as OnboardingPhaseChangedEvent
from .models.onboarding_state_changed_event import OnboardingStateChangedEvent as OnboardingStateChangedEvent
from .models.onboarding_updated_event import OnboardingUpdatedEvent as OnboardingUpdatedEvent
from .models.phase_changed_event import PhaseChangedEvent as PhaseChangedEvent
from .models.task_completed_event import TaskCompletedEvent as TaskCompletedEvent
from .models.task_updated_event import TaskUpdatedEvent as TaskUpdatedEvent
from .models.webhook_ping_event import WebhookPingEvent as WebhookPingEvent

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
