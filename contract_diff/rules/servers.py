"""Rules for servers: the URLs that serve the API, for a document, a path item or an operation."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import NARROWS, UNKNOWN, WIDENS, Direction, Effect
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Contract, Operation

# The URLs of each server.
Urls = list[list[str]]
Change = tuple[str, Effect, str]

# How many URLs the variables of one server may make. If there are more, the default one stands for all.
MAX_URLS = 200


def compare_document_servers(contract: Contract) -> Iterator[Notice]:
    """Report changes in the servers of the document."""
    base, head = contract.base.root, contract.head.root
    for rule, effect, detail in _changes(base, head):
        yield Notice(rule, effect, Direction.REQUEST, detail, _place(base, ""), _place(head, ""))


def compare_operation_servers(operation: Operation) -> Iterator[Notice]:
    """Report changes in the servers that a path item or an operation has of its own."""
    pairs = ((operation.base_item, operation.head_item), (operation.base, operation.head))
    for base_node, head_node in pairs:
        base, head = as_object(base_node.raw), as_object(head_node.raw)
        if "servers" in base or "servers" in head:
            places = (_place(base, base_node.pointer), _place(head, head_node.pointer))
            for rule, effect, detail in _changes(base, head):
                yield operation.notice(rule, effect, Direction.REQUEST, detail, *places)


def _place(owner: dict[str, Any], pointer: Pointer) -> Pointer:
    return f"{pointer}/servers" if "servers" in owner else pointer or "/openapi"


def _changes(base: dict[str, Any], head: dict[str, Any]) -> Iterator[Change]:
    base_urls, head_urls = _urls(base, head)
    # Without `servers` the base implies `/`; whether anything is served there is unknown.
    effect = NARROWS if "servers" in base else UNKNOWN
    yield from (("server-removed", effect, f"server {url} removed") for url in _missing(base_urls, head_urls))
    yield from (("server-added", WIDENS, f"server {url} added") for url in _missing(head_urls, base_urls))
    base_first, head_first = base_urls[0][0], head_urls[0][0]
    if base_first != head_first and any(base_first in urls for urls in head_urls):
        detail = f"the first server, which clients take by default, is now {head_first}"
        yield "server-default", UNKNOWN, detail


def _urls(base: dict[str, Any], head: dict[str, Any]) -> tuple[Urls, Urls]:
    """Return the URLs of both sides: all of them, or only the defaults if any server on either side has too many."""
    base_servers, head_servers = _servers(base), _servers(head)
    fully = all(prod(map(len, _choices(server).values())) <= MAX_URLS for server in (*base_servers, *head_servers))
    base_urls, head_urls = (
        [list(dict.fromkeys(_fill_in(server, fully))) for server in servers] for servers in (base_servers, head_servers)
    )
    return base_urls, head_urls


def _missing(urls: Urls, other_side: Urls) -> list[str]:
    """Return the URLs that the other side doesn't have; only the first of a server that it doesn't have at all."""
    known = {url for server in other_side for url in server}
    missing: list[str] = []
    for server in urls:
        unknown = [url for url in server if url not in known]
        missing.extend(unknown[:1] if unknown == server else unknown)
    return list(dict.fromkeys(missing))


def _servers(owner: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the servers; `/` if there are none."""
    return [as_object(server) for server in as_array(owner.get("servers"))] or [{"url": "/"}]


def _choices(server: dict[str, Any]) -> dict[str, list[str]]:
    """Return the values of each variable, its default first."""
    variables = {name: as_object(variable) for name, variable in as_object(server.get("variables")).items()}
    return {
        name: list(dict.fromkeys(map(str, (variable.get("default", ""), *as_array(variable.get("enum"))))))
        for name, variable in variables.items()
    }


def _fill_in(server: dict[str, Any], fully: bool) -> Iterator[str]:
    """Yield the URLs of a server with its variables filled in, that of the defaults first, or only that one."""
    choices = _choices(server)
    for values in product(*(values if fully else values[:1] for values in choices.values())):
        url = str(server.get("url", "/"))
        for name, value in zip(choices, values, strict=True):
            url = url.replace(f"{{{name}}}", value)
        yield url.rstrip("/") or "/"
