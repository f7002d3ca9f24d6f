"""Calls by name, through the sync and the async client."""

import asyncio
import inspect
from collections.abc import Awaitable
from typing import Any, Literal

from pivotal_api import AsyncClient, Client
from pivotal_api.resources import contacts, customers, meta, onboardings
from pivotal_runtime.operations import Operation

Kind = Literal["sync", "async"]
KINDS: tuple[Kind, ...] = ("sync", "async")
TOKEN = "pivotal_test_abcdSECRETSECRET"

OPERATIONS: list[Operation[Any]] = [
    value
    for module in (contacts, customers, meta, onboardings)
    for value in vars(module).values()
    if isinstance(value, Operation)
]

# The method for each operation, with what it needs besides its path ids.
METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    "get-me": ("meta.me", {}),
    "get-health": ("meta.health", {}),
    "list-customers": ("customers.list", {}),
    "create-customer": ("customers.create", {"name": "Aurora"}),
    "get-customer": ("customers.get", {}),
    "update-customer": ("customers.update", {}),
    "delete-customer": ("customers.delete", {}),
    "list-customer-contacts": ("contacts.list", {}),
    "create-customer-contact": ("contacts.create", {"name": "Ada", "email": "ada@aurora.example"}),
    "get-contact": ("contacts.get", {}),
    "update-contact": ("contacts.update", {}),
    "delete-contact": ("contacts.delete", {}),
    "list-onboardings": ("onboardings.list", {}),
    "create-onboarding": ("onboardings.create", {"customer_id": 1}),
    "list-customer-onboardings": ("onboardings.list_for_customer", {}),
    "get-onboarding": ("onboardings.get", {}),
    "update-onboarding": ("onboardings.update", {}),
    "delete-onboarding": ("onboardings.delete", {}),
}


def invoke(kind: Kind, url: str, method: str, *ids: Any, client: dict[str, Any] | None = None, **arguments: Any) -> Any:
    """Call `resource.method` on a fresh client of either kind; return the first page of a list."""
    settings: dict[str, Any] = {"token": TOKEN, "base_url": url, **(client or {})}
    resource, name = method.split(".")
    if kind == "sync":
        with Client(**settings) as plain:
            return getattr(getattr(plain, resource), name)(*ids, **arguments)

    async def awaited() -> Any:
        async with AsyncClient(**settings) as later:
            coming: Awaitable[Any] = getattr(getattr(later, resource), name)(*ids, **arguments)
            assert inspect.isawaitable(coming)
            return await coming

    return asyncio.run(awaited())
