"""Servers: the addresses at which the interface answers."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import NARROWS, UNKNOWN, WIDENS, Direction
from contract_diff.rules.operation import Contract, Found, Notice, Operation

Servers = list[list[str]]

# How many addresses the variables of one server may make; of more, the default ones stand for all.
MAX_ADDRESSES = 200


def document_servers(contract: Contract) -> Iterator[Notice]:
    """Changes of the servers of the whole document."""
    yield from _compare(contract.base.root, contract.head.root, "", "", "")


def operation_servers(operation: Operation) -> Found:
    """Changes of the servers that a path or an operation states for itself."""
    for old, new in ((operation.base_item, operation.head_item), (operation.base, operation.head)):
        mine, theirs = as_object(old.raw), as_object(new.raw)
        if "servers" in mine or "servers" in theirs:
            yield from _compare(mine, theirs, old.pointer, new.pointer, operation.label)


def _compare(old: dict[str, Any], new: dict[str, Any], base: str, head: str, label: str) -> Iterator[Notice]:
    stated = [_stated(side) for side in (old, new)]
    # On both sides alike: of two servers one of which has too many addresses, the defaults are compared.
    fully = all(prod(map(len, _choices(server).values())) <= MAX_ADDRESSES for side in stated for server in side)
    before, after = ([list(dict.fromkeys(_filled_in(server, fully))) for server in side] for side in stated)
    places = (
        f"{base}/servers" if "servers" in old else base or "/openapi",
        f"{head}/servers" if "servers" in new else head or "/openapi",
    )
    # What stands at the implied `/` is for the reader of the document to know.
    lost = NARROWS if "servers" in old else UNKNOWN
    for address in _beyond(before, after):
        detail = f"server {address} removed"
        yield Notice("server-removed", lost, Direction.REQUEST, detail, *places, label)
    for address in _beyond(after, before):
        yield Notice("server-added", WIDENS, Direction.REQUEST, f"server {address} added", *places, label)
    first, now = before[0][0], after[0][0]
    if first != now and any(first in addresses for addresses in after):
        detail = f"the first server, which clients take by default, is now {now}"
        yield Notice("server-default", UNKNOWN, Direction.REQUEST, detail, *places, label)


def _beyond(these: Servers, others: Servers) -> list[str]:
    """The addresses that the other side does not have; one of each server of which it has none."""
    known = {address for addresses in others for address in addresses}
    found: list[str] = []
    for addresses in these:
        missing = [address for address in addresses if address not in known]
        found.extend(missing[:1] if missing == addresses else missing)
    return list(dict.fromkeys(found))


def _stated(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The servers; `/` where none is stated."""
    return [as_object(server) for server in as_array(raw.get("servers"))] or [{"url": "/"}]


def _choices(server: dict[str, Any]) -> dict[str, list[str]]:
    """What each variable may be, its default first."""
    variables = {name: as_object(variable) for name, variable in as_object(server.get("variables")).items()}
    return {
        name: list(dict.fromkeys(map(str, (variable.get("default", ""), *as_array(variable.get("enum"))))))
        for name, variable in variables.items()
    }


def _filled_in(server: dict[str, Any], fully: bool) -> Iterator[str]:
    """The addresses of a server with its variables filled in, the defaults first, or these only."""
    choices = _choices(server)
    for values in product(*(values if fully else values[:1] for values in choices.values())):
        address = str(server.get("url", "/"))
        for name, value in zip(choices, values, strict=True):
            address = address.replace(f"{{{name}}}", value)
        yield address.rstrip("/") or "/"
