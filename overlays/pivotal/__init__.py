"""The Python SDK for the Pivotal API: customers, contacts and onboardings.

    from pivotal import PivotalApi

    pivotal = PivotalApi()  # reads PIVOTAL_API_KEY
    for customer in pivotal.customers.list(status="active"):
        print(customer.display_id, customer.name)

Documentation: https://docs.pivotal.app
"""

from importlib import import_module

TYPE_CHECKING = False  # What type checkers take for True; typing's own would cost as much as all the rest.

if TYPE_CHECKING:
    from pivotal_api import models as models
    from pivotal_api.models import Contact as Contact
    from pivotal_api.models import Customer as Customer
    from pivotal_api.models import Onboarding as Onboarding
    from pivotal_api.models import Phase as Phase
    from pivotal_api.models import State as State
    from pivotal_runtime.messages import Response as Response
    from pivotal_runtime.messages import Timeout as Timeout
    from pivotal_runtime.values import UNSET as UNSET

    from pivotal import errors as errors
    from pivotal import ids as ids
    from pivotal._client import AsyncPivotalApi as AsyncPivotalApi
    from pivotal._client import PivotalApi as PivotalApi
    from pivotal._hooks import Hooks as Hooks
    from pivotal._idempotency import stable_key as stable_key
    from pivotal._keys import ApiKey as ApiKey
    from pivotal._rate_limit import RateLimit as RateLimit
    from pivotal._retries import RetryPolicy as RetryPolicy
    from pivotal._version import __version__ as __version__
    from pivotal.errors import PivotalError as PivotalError

# Importing the package must cost next to nothing: each name brings its module when it is first asked for.
_HOMES = {
    "AsyncPivotalApi": "pivotal._client",
    "ApiKey": "pivotal._keys",
    "Contact": "pivotal_api.models",
    "Customer": "pivotal_api.models",
    "Hooks": "pivotal._hooks",
    "Onboarding": "pivotal_api.models",
    "Phase": "pivotal_api.models",
    "PivotalApi": "pivotal._client",
    "PivotalError": "pivotal.errors",
    "RateLimit": "pivotal._rate_limit",
    "Response": "pivotal_runtime.messages",
    "RetryPolicy": "pivotal._retries",
    "State": "pivotal_api.models",
    "Timeout": "pivotal_runtime.messages",
    "UNSET": "pivotal_runtime.values",
    "__version__": "pivotal._version",
    "stable_key": "pivotal._idempotency",
}
_MODULES = {"errors": "pivotal.errors", "ids": "pivotal.ids", "models": "pivotal_api.models"}

__all__ = [
    "UNSET",
    "ApiKey",
    "AsyncPivotalApi",
    "Contact",
    "Customer",
    "Hooks",
    "Onboarding",
    "Phase",
    "PivotalApi",
    "PivotalError",
    "RateLimit",
    "Response",
    "RetryPolicy",
    "State",
    "Timeout",
    "__version__",
    "errors",
    "ids",
    "models",
    "stable_key",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        value: object = import_module(_MODULES[name])
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'pivotal' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
