# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Models and enums of the contract; each is imported when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contact import Contact as Contact
    from .contact_list import ContactList as ContactList
    from .customer import Customer as Customer
    from .customer_list import CustomerList as CustomerList
    from .deleted import Deleted as Deleted
    from .error_type import ErrorType as ErrorType
    from .error_type import ErrorTypeValue as ErrorTypeValue
    from .health import Health as Health
    from .me import Me as Me
    from .me_api_key import MeApiKey as MeApiKey
    from .me_organization import MeOrganization as MeOrganization
    from .onboarding import Onboarding as Onboarding
    from .onboarding_list import OnboardingList as OnboardingList
    from .phase import Phase as Phase
    from .phase import PhaseValue as PhaseValue
    from .state import State as State
    from .state import StateValue as StateValue

_MODULES = {
    "Contact": "contact",
    "ContactList": "contact_list",
    "Customer": "customer",
    "CustomerList": "customer_list",
    "Deleted": "deleted",
    "ErrorType": "error_type",
    "ErrorTypeValue": "error_type",
    "Health": "health",
    "Me": "me",
    "MeApiKey": "me_api_key",
    "MeOrganization": "me_organization",
    "Onboarding": "onboarding",
    "OnboardingList": "onboarding_list",
    "Phase": "phase",
    "PhaseValue": "phase",
    "State": "state",
    "StateValue": "state",
}

__all__ = [
    "Contact",
    "ContactList",
    "Customer",
    "CustomerList",
    "Deleted",
    "ErrorType",
    "ErrorTypeValue",
    "Health",
    "Me",
    "MeApiKey",
    "MeOrganization",
    "Onboarding",
    "OnboardingList",
    "Phase",
    "PhaseValue",
    "State",
    "StateValue",
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
