# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Resources, one for each tag; each is imported when it is first used."""

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from .contacts import AsyncContacts, Contacts
    from .customers import AsyncCustomers, Customers
    from .meta import AsyncMeta, Meta
    from .onboardings import AsyncOnboardings, Onboardings

__all__ = ["AsyncResources", "Resources"]


def _resource(module: str, name: str, caller: object) -> Any:
    return getattr(import_module(f".{module}", __name__), name)(caller)


class Resources:
    """The resources of a client, which must be a Caller."""

    @cached_property
    def contacts(self) -> "Contacts":
        """The `contacts` operations. People at a customer."""
        return cast("Contacts", _resource("contacts", "Contacts", self))

    @cached_property
    def customers(self) -> "Customers":
        """The `customers` operations. The central record."""
        return cast("Customers", _resource("customers", "Customers", self))

    @cached_property
    def onboardings(self) -> "Onboardings":
        """The `onboardings` operations. Runs from signed deal to launch."""
        return cast("Onboardings", _resource("onboardings", "Onboardings", self))

    @cached_property
    def meta(self) -> "Meta":
        """The `meta` operations. Identity and liveness."""
        return cast("Meta", _resource("meta", "Meta", self))


class AsyncResources:
    """The resources of a client, which must be an AsyncCaller."""

    @cached_property
    def contacts(self) -> "AsyncContacts":
        """The `contacts` operations. People at a customer."""
        return cast("AsyncContacts", _resource("contacts", "AsyncContacts", self))

    @cached_property
    def customers(self) -> "AsyncCustomers":
        """The `customers` operations. The central record."""
        return cast("AsyncCustomers", _resource("customers", "AsyncCustomers", self))

    @cached_property
    def onboardings(self) -> "AsyncOnboardings":
        """The `onboardings` operations. Runs from signed deal to launch."""
        return cast("AsyncOnboardings", _resource("onboardings", "AsyncOnboardings", self))

    @cached_property
    def meta(self) -> "AsyncMeta":
        """The `meta` operations. Identity and liveness."""
        return cast("AsyncMeta", _resource("meta", "AsyncMeta", self))
