# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Client generated from the contract of the Pivotal API."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pivotal_runtime.base_models import UNSET as UNSET
    from pivotal_runtime.base_models import UnsetType as UnsetType
    from pivotal_runtime.http_messages import Timeout as Timeout
    from pivotal_runtime.transport import HTTPOptions as HTTPOptions

    from . import errors as errors
    from . import models as models
    from .client import AsyncClient as AsyncClient
    from .client import Client as Client

_MODULES = {
    "AsyncClient": "pivotal_api.client",
    "Client": "pivotal_api.client",
    "HTTPOptions": "pivotal_runtime.transport",
    "Timeout": "pivotal_runtime.http_messages",
    "UNSET": "pivotal_runtime.base_models",
    "UnsetType": "pivotal_runtime.base_models",
}

__all__ = ["UNSET", "AsyncClient", "Client", "HTTPOptions", "Timeout", "UnsetType", "errors", "models"]

if not TYPE_CHECKING:  # A type checker would accept any name otherwise.

    def __getattr__(name: str) -> object:
        if name in ("errors", "models"):
            return import_module(f"{__name__}.{name}")
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name]), name)
        globals()[name] = value
        return value
