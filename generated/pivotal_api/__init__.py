# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Client generated from the contract of the Pivotal API."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import errors as errors
    from . import models as models
    from .client import AsyncClient as AsyncClient
    from .client import Client as Client
    from .messages import Timeout as Timeout
    from .transport import HTTPOptions as HTTPOptions
    from .values import UNSET as UNSET
    from .values import UnsetType as UnsetType

_MODULES = {
    "AsyncClient": "client",
    "Client": "client",
    "HTTPOptions": "transport",
    "Timeout": "messages",
    "UNSET": "values",
    "UnsetType": "values",
}

__all__ = ["UNSET", "AsyncClient", "Client", "HTTPOptions", "Timeout", "UnsetType", "errors", "models"]

if not TYPE_CHECKING:  # A type checker would take any name for one that exists.

    def __getattr__(name: str) -> object:
        if name in ("errors", "models"):
            return import_module(f".{name}", __name__)
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value
