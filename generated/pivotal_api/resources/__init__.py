# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Resources, one a tag; each is imported when it is first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

from ..operations import AsyncCaller, Caller

if TYPE_CHECKING:
    from .contacts import AsyncContacts, Contacts
    from .customers import AsyncCustomers, Customers
    from .meta import AsyncMeta, Meta
    from .onboardings import AsyncOnboardings, Onboardings


class Resources:
    """Every resource, for a class that is a Caller."""

    @cached_property
    def contacts(self) -> "Contacts":
        """People at a customer."""
        from .contacts import Contacts

        return Contacts(cast(Caller, self))

    @cached_property
    def customers(self) -> "Customers":
        """The central record."""
        from .customers import Customers

        return Customers(cast(Caller, self))

    @cached_property
    def onboardings(self) -> "Onboardings":
        """Runs from signed deal to launch."""
        from .onboardings import Onboardings

        return Onboardings(cast(Caller, self))

    @cached_property
    def meta(self) -> "Meta":
        """Identity and liveness."""
        from .meta import Meta

        return Meta(cast(Caller, self))


class AsyncResources:
    """Every resource, for a class that is an AsyncCaller."""

    @cached_property
    def contacts(self) -> "AsyncContacts":
        """People at a customer."""
        from .contacts import AsyncContacts

        return AsyncContacts(cast(AsyncCaller, self))

    @cached_property
    def customers(self) -> "AsyncCustomers":
        """The central record."""
        from .customers import AsyncCustomers

        return AsyncCustomers(cast(AsyncCaller, self))

    @cached_property
    def onboardings(self) -> "AsyncOnboardings":
        """Runs from signed deal to launch."""
        from .onboardings import AsyncOnboardings

        return AsyncOnboardings(cast(AsyncCaller, self))

    @cached_property
    def meta(self) -> "AsyncMeta":
        """Identity and liveness."""
        from .meta import AsyncMeta

        return AsyncMeta(cast(AsyncCaller, self))
