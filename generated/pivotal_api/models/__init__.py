# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Models and enums of the contract; each is imported when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contact import Contact as Contact
    from .contact_created_event import ContactCreatedEvent as ContactCreatedEvent
    from .contact_event_data import ContactEventData as ContactEventData
    from .contact_list import ContactList as ContactList
    from .contact_snapshot import ContactSnapshot as ContactSnapshot
    from .customer import Customer as Customer
    from .customer_archived_event import CustomerArchivedEvent as CustomerArchivedEvent
    from .customer_at_risk_event import CustomerAtRiskEvent as CustomerAtRiskEvent
    from .customer_churned_event import CustomerChurnedEvent as CustomerChurnedEvent
    from .customer_created_event import CustomerCreatedEvent as CustomerCreatedEvent
    from .customer_event_data import CustomerEventData as CustomerEventData
    from .customer_health_score_dropped_event import CustomerHealthScoreDroppedEvent as CustomerHealthScoreDroppedEvent
    from .customer_list import CustomerList as CustomerList
    from .customer_snapshot import CustomerSnapshot as CustomerSnapshot
    from .customer_updated_event import CustomerUpdatedEvent as CustomerUpdatedEvent
    from .deleted import Deleted as Deleted
    from .error_type import ErrorType as ErrorType
    from .error_type import ErrorTypeValue as ErrorTypeValue
    from .health import Health as Health
    from .me import Me as Me
    from .me_api_key import MeApiKey as MeApiKey
    from .me_organization import MeOrganization as MeOrganization
    from .onboarding import Onboarding as Onboarding
    from .onboarding_at_risk_event import OnboardingAtRiskEvent as OnboardingAtRiskEvent
    from .onboarding_back_on_track_event import OnboardingBackOnTrackEvent as OnboardingBackOnTrackEvent
    from .onboarding_completed_event import OnboardingCompletedEvent as OnboardingCompletedEvent
    from .onboarding_created_event import OnboardingCreatedEvent as OnboardingCreatedEvent
    from .onboarding_delayed_event import OnboardingDelayedEvent as OnboardingDelayedEvent
    from .onboarding_event_data import OnboardingEventData as OnboardingEventData
    from .onboarding_launched_event import OnboardingLaunchedEvent as OnboardingLaunchedEvent
    from .onboarding_list import OnboardingList as OnboardingList
    from .onboarding_phase_changed_event import OnboardingPhaseChangedEvent as OnboardingPhaseChangedEvent
    from .onboarding_snapshot import OnboardingSnapshot as OnboardingSnapshot
    from .onboarding_state_changed_event import OnboardingStateChangedEvent as OnboardingStateChangedEvent
    from .onboarding_updated_event import OnboardingUpdatedEvent as OnboardingUpdatedEvent
    from .phase import Phase as Phase
    from .phase import PhaseValue as PhaseValue
    from .phase_changed_event import PhaseChangedEvent as PhaseChangedEvent
    from .state import State as State
    from .state import StateValue as StateValue
    from .task_completed_event import TaskCompletedEvent as TaskCompletedEvent
    from .task_event_data import TaskEventData as TaskEventData
    from .task_snapshot import TaskSnapshot as TaskSnapshot
    from .task_updated_event import TaskUpdatedEvent as TaskUpdatedEvent
    from .webhook_ping_event import WebhookPingEvent as WebhookPingEvent

_MODULES = {
    "Contact": "contact",
    "ContactCreatedEvent": "contact_created_event",
    "ContactEventData": "contact_event_data",
    "ContactList": "contact_list",
    "ContactSnapshot": "contact_snapshot",
    "Customer": "customer",
    "CustomerArchivedEvent": "customer_archived_event",
    "CustomerAtRiskEvent": "customer_at_risk_event",
    "CustomerChurnedEvent": "customer_churned_event",
    "CustomerCreatedEvent": "customer_created_event",
    "CustomerEventData": "customer_event_data",
    "CustomerHealthScoreDroppedEvent": "customer_health_score_dropped_event",
    "CustomerList": "customer_list",
    "CustomerSnapshot": "customer_snapshot",
    "CustomerUpdatedEvent": "customer_updated_event",
    "Deleted": "deleted",
    "ErrorType": "error_type",
    "ErrorTypeValue": "error_type",
    "Health": "health",
    "Me": "me",
    "MeApiKey": "me_api_key",
    "MeOrganization": "me_organization",
    "Onboarding": "onboarding",
    "OnboardingAtRiskEvent": "onboarding_at_risk_event",
    "OnboardingBackOnTrackEvent": "onboarding_back_on_track_event",
    "OnboardingCompletedEvent": "onboarding_completed_event",
    "OnboardingCreatedEvent": "onboarding_created_event",
    "OnboardingDelayedEvent": "onboarding_delayed_event",
    "OnboardingEventData": "onboarding_event_data",
    "OnboardingLaunchedEvent": "onboarding_launched_event",
    "OnboardingList": "onboarding_list",
    "OnboardingPhaseChangedEvent": "onboarding_phase_changed_event",
    "OnboardingSnapshot": "onboarding_snapshot",
    "OnboardingStateChangedEvent": "onboarding_state_changed_event",
    "OnboardingUpdatedEvent": "onboarding_updated_event",
    "Phase": "phase",
    "PhaseChangedEvent": "phase_changed_event",
    "PhaseValue": "phase",
    "State": "state",
    "StateValue": "state",
    "TaskCompletedEvent": "task_completed_event",
    "TaskEventData": "task_event_data",
    "TaskSnapshot": "task_snapshot",
    "TaskUpdatedEvent": "task_updated_event",
    "WebhookPingEvent": "webhook_ping_event",
}

__all__ = [
    "Contact",
    "ContactCreatedEvent",
    "ContactEventData",
    "ContactList",
    "ContactSnapshot",
    "Customer",
    "CustomerArchivedEvent",
    "CustomerAtRiskEvent",
    "CustomerChurnedEvent",
    "CustomerCreatedEvent",
    "CustomerEventData",
    "CustomerHealthScoreDroppedEvent",
    "CustomerList",
    "CustomerSnapshot",
    "CustomerUpdatedEvent",
    "Deleted",
    "ErrorType",
    "ErrorTypeValue",
    "Health",
    "Me",
    "MeApiKey",
    "MeOrganization",
    "Onboarding",
    "OnboardingAtRiskEvent",
    "OnboardingBackOnTrackEvent",
    "OnboardingCompletedEvent",
    "OnboardingCreatedEvent",
    "OnboardingDelayedEvent",
    "OnboardingEventData",
    "OnboardingLaunchedEvent",
    "OnboardingList",
    "OnboardingPhaseChangedEvent",
    "OnboardingSnapshot",
    "OnboardingStateChangedEvent",
    "OnboardingUpdatedEvent",
    "Phase",
    "PhaseChangedEvent",
    "PhaseValue",
    "State",
    "StateValue",
    "TaskCompletedEvent",
    "TaskEventData",
    "TaskSnapshot",
    "TaskUpdatedEvent",
    "WebhookPingEvent",
]

if not TYPE_CHECKING:  # A type checker would accept any name otherwise.

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
