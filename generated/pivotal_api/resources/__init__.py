# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Resources, one for each tag; each is imported when it is first used."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

from pivotal_runtime.forks import fork_safe, imported

if TYPE_CHECKING:
    from .contacts import AsyncContacts, Contacts
    from .customers import AsyncCustomers, Customers
    from .meta import AsyncMeta, Meta
    from .onboardings import AsyncOnboardings, Onboardings

__all__ = ["AsyncResources", "Resources"]


@fork_safe
class Resources:
    """The resources of a client, which must be a Caller."""

    @cached_property
    def contacts(self) -> "Contacts":
        """The `contacts` operations. People at a customer."""
        return cast("Contacts", imported("contacts", __name__).Contacts(self))

    @cached_property
    def customers(self) -> "Customers":
        """The `customers` operations. The central record."""
        return cast("Customers", imported("customers", __name__).Customers(self))

    @cached_property
    def onboardings(self) -> "Onboardings":
        """The `onboardings` operations. Runs from signed deal to launch."""
        return cast("Onboardings", imported("onboardings", __name__).Onboardings(self))

    @cached_property
    def meta(self) -> "Meta":
        """The `meta` operations. Identity and liveness."""
        return cast("Meta", imported("meta", __name__).Meta(self))


@fork_safe
class AsyncResources:
    """The resources of a client, which must be an AsyncCaller."""

    @cached_property
    def contacts(self) -> "AsyncContacts":
        """The `contacts` operations. People at a customer."""
        return cast("AsyncContacts", imported("contacts", __name__).AsyncContacts(self))

    @cached_property
    def customers(self) -> "AsyncCustomers":
        """The `customers` operations. The central record."""
        return cast("AsyncCustomers", imported("customers", __name__).AsyncCustomers(self))

    @cached_property
    def onboardings(self) -> "AsyncOnboardings":
        """The `onboardings` operations. Runs from signed deal to launch."""
        return cast("AsyncOnboardings", imported("onboardings", __name__).AsyncOnboardings(self))

    @cached_property
    def meta(self) -> "AsyncMeta":
        """The `meta` operations. Identity and liveness."""
        return cast("AsyncMeta", imported("meta", __name__).AsyncMeta(self))
