"""The Python SDK for the Pivotal API: customers, contacts and onboardings.

    from pivotal import PivotalApi

    client = PivotalApi()  # reads PIVOTAL_API_KEY
    for customer in client.customers.list(status="active"):
        print(customer.display_id, customer.name)

Documentation: https://docs.pivotal.app
"""

from importlib import import_module

TYPE_CHECKING = False  # Type checkers treat this name as true; importing typing would take longer than everything else.

if TYPE_CHECKING:
    from pivotal_api.models import Contact as Contact
    from pivotal_api.models import Customer as Customer
    from pivotal_api.models import Onboarding as Onboarding
    from pivotal_api.models import Phase as Phase
    from pivotal_api.models import State as State
    from pivotal_runtime.base_models import UNSET as UNSET
    from pivotal_runtime.base_models import UnsetType as UnsetType
    from pivotal_runtime.http_messages import Request as Request
    from pivotal_runtime.http_messages import RequestOptions as RequestOptions
    from pivotal_runtime.http_messages import Response as Response
    from pivotal_runtime.http_messages import Timeout as Timeout
    from pivotal_runtime.pages import AsyncPage as AsyncPage
    from pivotal_runtime.pages import AsyncPages as AsyncPages
    from pivotal_runtime.pages import Page as Page

    from pivotal import errors as errors
    from pivotal import ids as ids
    from pivotal import models as models
    from pivotal._client import AsyncPivotalApi as AsyncPivotalApi
    from pivotal._client import PivotalApi as PivotalApi
    from pivotal._hooks import Attempt as Attempt
    from pivotal._hooks import Call as Call
    from pivotal._hooks import Hooks as Hooks
    from pivotal._idempotency import stable_key as stable_key
    from pivotal._keys import ApiKey as ApiKey
    from pivotal._keys import KeyMode as KeyMode
    from pivotal._rate_limit import RateLimit as RateLimit
    from pivotal._retries import RetryPolicy as RetryPolicy
    from pivotal._version import __version__ as __version__
    from pivotal.errors import PivotalError as PivotalError

# Importing the package must cost next to nothing, so each name is imported when it is first used.
_HOMES = {
    "ApiKey": "pivotal._keys",
    "AsyncPage": "pivotal_runtime.pages",
    "AsyncPages": "pivotal_runtime.pages",
    "AsyncPivotalApi": "pivotal._client",
    "Attempt": "pivotal._hooks",
    "Call": "pivotal._hooks",
    "Contact": "pivotal_api.models",
    "Customer": "pivotal_api.models",
    "Hooks": "pivotal._hooks",
    "KeyMode": "pivotal._keys",
    "Onboarding": "pivotal_api.models",
    "Page": "pivotal_runtime.pages",
    "Phase": "pivotal_api.models",
    "PivotalApi": "pivotal._client",
    "PivotalError": "pivotal.errors",
    "RateLimit": "pivotal._rate_limit",
    "Request": "pivotal_runtime.http_messages",
    "RequestOptions": "pivotal_runtime.http_messages",
    "Response": "pivotal_runtime.http_messages",
    "RetryPolicy": "pivotal._retries",
    "State": "pivotal_api.models",
    "Timeout": "pivotal_runtime.http_messages",
    "UNSET": "pivotal_runtime.base_models",
    "UnsetType": "pivotal_runtime.base_models",
    "__version__": "pivotal._version",
    "stable_key": "pivotal._idempotency",
}
_MODULES = frozenset({"errors", "ids", "models"})

__all__ = [
    "UNSET",
    "ApiKey",
    "AsyncPage",
    "AsyncPages",
    "AsyncPivotalApi",
    "Attempt",
    "Call",
    "Contact",
    "Customer",
    "Hooks",
    "KeyMode",
    "Onboarding",
    "Page",
    "Phase",
    "PivotalApi",
    "PivotalError",
    "RateLimit",
    "Request",
    "RequestOptions",
    "Response",
    "RetryPolicy",
    "State",
    "Timeout",
    "UnsetType",
    "__version__",
    "errors",
    "ids",
    "models",
    "stable_key",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        value: object = import_module(f"pivotal.{name}")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module 'pivotal' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
