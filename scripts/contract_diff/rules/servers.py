"""Servers: the addresses at which the interface answers."""

from collections.abc import Iterator
from typing import Any

from scripts.contract_diff.answer import NARROWS, UNKNOWN, WIDENS, Direction
from scripts.contract_diff.jsonvalues import as_array, as_object
from scripts.contract_diff.wire import Contract, Found, Notice, Operation


def document_servers(contract: Contract) -> Iterator[Notice]:
    """Changes of the servers of the whole document."""
    yield from _compare(contract.base.root, contract.revision.root, "", "", "")


def operation_servers(operation: Operation) -> Found:
    """Changes of the servers that a path or an operation states for itself."""
    for old, new in ((operation.base_item, operation.revision_item), (operation.base, operation.revision)):
        mine, theirs = as_object(old.raw), as_object(new.raw)
        if "servers" in mine or "servers" in theirs:
            yield from _compare(mine, theirs, old.pointer, new.pointer, operation.label)


def _compare(
    old: dict[str, Any], new: dict[str, Any], base: str, revision: str, label: str
) -> Iterator[Notice]:
    before, after = _addresses(old), _addresses(new)
    places = (
        f"{base}/servers" if "servers" in old else base or "/openapi",
        f"{revision}/servers" if "servers" in new else revision or "/openapi",
    )
    # What stands at the implied `/` is for the reader of the document to know.
    lost = NARROWS if "servers" in old else UNKNOWN
    for address in before:
        if address not in after:
            detail = f"server {address} removed"
            yield Notice("server-removed", lost, Direction.REQUEST, detail, *places, label)
    for address in after:
        if address not in before:
            yield Notice("server-added", WIDENS, Direction.REQUEST, f"server {address} added", *places, label)
    if before[0] != after[0] and before[0] in after:
        detail = f"the first server, which clients take by default, is now {after[0]}"
        yield Notice("server-default", UNKNOWN, Direction.REQUEST, detail, *places, label)


def _addresses(raw: dict[str, Any]) -> list[str]:
    """The addresses with their variables' defaults filled in; one server at `/` where none is stated."""
    servers = [as_object(server) for server in as_array(raw.get("servers"))] or [{"url": "/"}]
    found: list[str] = []
    for server in servers:
        address = str(server.get("url", "/"))
        for name, variable in as_object(server.get("variables")).items():
            address = address.replace(f"{{{name}}}", str(as_object(variable).get("default", "")))
        found.append(address.rstrip("/") or "/")
    return list(dict.fromkeys(found))
