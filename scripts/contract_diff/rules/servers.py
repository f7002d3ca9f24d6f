"""Servers: the addresses at which the interface answers."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from scripts.contract_diff.answer import NARROWS, UNKNOWN, WIDENS, Direction
from scripts.contract_diff.jsonvalues import as_array, as_object
from scripts.contract_diff.wire import Contract, Found, Notice, Operation

Servers = list[list[str]]

# How many addresses the variables of one server may make; of more, the default one stands for all.
MAX_ADDRESSES = 200


def document_servers(contract: Contract) -> Iterator[Notice]:
    """Changes of the servers of the whole document."""
    yield from _compare(contract.base.root, contract.revision.root, "", "", "")


def operation_servers(operation: Operation) -> Found:
    """Changes of the servers that a path or an operation states for itself."""
    for old, new in ((operation.base_item, operation.revision_item), (operation.base, operation.revision)):
        mine, theirs = as_object(old.raw), as_object(new.raw)
        if "servers" in mine or "servers" in theirs:
            yield from _compare(mine, theirs, old.pointer, new.pointer, operation.label)


def _compare(old: dict[str, Any], new: dict[str, Any], base: str, revision: str, label: str) -> Iterator[Notice]:
    before, after = _servers(old), _servers(new)
    places = (
        f"{base}/servers" if "servers" in old else base or "/openapi",
        f"{revision}/servers" if "servers" in new else revision or "/openapi",
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


def _servers(raw: dict[str, Any]) -> Servers:
    """The addresses of each server with its variables filled in, the defaults first; `/` where none is stated."""
    servers = [as_object(server) for server in as_array(raw.get("servers"))] or [{"url": "/"}]
    return [list(dict.fromkeys(_filled_in(server))) for server in servers]


def _filled_in(server: dict[str, Any]) -> Iterator[str]:
    variables = {name: as_object(variable) for name, variable in as_object(server.get("variables")).items()}
    choices = [(variable.get("default", ""), *as_array(variable.get("enum"))) for variable in variables.values()]
    if prod(map(len, choices)) > MAX_ADDRESSES:
        choices = [values[:1] for values in choices]
    for values in product(*choices):
        address = str(server.get("url", "/"))
        for name, value in zip(variables, values, strict=True):
            address = address.replace(f"{{{name}}}", str(value))
        yield address.rstrip("/") or "/"
