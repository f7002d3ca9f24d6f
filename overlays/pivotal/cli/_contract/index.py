"""The names of the resources and operations, read without what decodes the whole contract: help must start fast."""

import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

PACKAGE = "pivotal_api"
SHORTCUTS = {("meta", "health"), ("meta", "me")}  # the client has these itself too: `pivotal.me()`


class Resource(NamedTuple):
    """A resource of the client: its name, and what the contract says about it."""

    name: str
    description: str


class Entry(NamedTuple):
    """An operation: its resource, its name there, and the first sentence about it."""

    resource: str
    name: str
    summary: str


@cache
def _contract() -> Mapping[str, Any]:
    content = pkgutil.get_data(PACKAGE, "contract.json")
    contract: dict[str, Any] = json.loads(content or b"{}")
    return contract


@cache
def resources() -> Mapping[str, Resource]:
    """Return the resources that have operations, by name."""
    described = {tag["resource"]: tag.get("description", "") for tag in _contract()["tags"]}
    names = dict.fromkeys(entry.resource for entry in entries())
    return {name: Resource(name, described.get(name, "")) for name in names}


@cache
def entries() -> tuple[Entry, ...]:
    """Return every operation."""
    return tuple(
        Entry(raw["resource"], raw["name"], first_sentence(raw.get("description") or raw.get("summary", "")))
        for raw in _contract()["operations"]
    )


def shortcuts() -> Mapping[str, Entry]:
    """Return the operations that are commands of the first level too, by name."""
    return {entry.name: entry for entry in entries() if (entry.resource, entry.name) in SHORTCUTS}


def first_sentence(text: str) -> str:
    """Return the first sentence of a description.

    Example:
        >>> first_sentence("Create a customer. Returns 409 `slug_taken` if the slug is taken.")
        'Create a customer.'
    """
    head, dot, _ = " ".join(text.split()).partition(". ")
    return f"{head}{dot.strip()}"
