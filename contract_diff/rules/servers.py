"""Rules for servers: the URLs that serve the API, for a document, a path item or an operation."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import NARROWS, UNKNOWN, WIDENS, Direction, Effect
from contract_diff.reading.document import Document, Node
from contract_diff.reading.nodes import root_node
from contract_diff.rules.notices import Notice
from contract_diff.rules.path_names import METHODS, fixed_url, moved_prefixes, path_items, stated_servers
from contract_diff.rules.subjects import Contract, Operation

# The URLs of each server.
Urls = list[list[str]]
Change = tuple[str, Effect, str]

# How many URLs the variables of one server may make. If there are more, the default one stands for all.
MAX_URLS = 200


def compare_document_servers(contract: Contract) -> Iterator[Notice]:
    """Report changes in the servers of the document, if any operation uses them."""
    if not all(_is_inherited(side) for side in (contract.base, contract.head)):
        return
    base, head = contract.base.root, contract.head.root
    prefixes = moved_prefixes(contract.base, contract.head)
    without = [_without_suffix(*pair) for pair in zip((base, head), prefixes, strict=True)]
    for rule, effect, detail in _changes(*without):
        yield Notice(rule, effect, Direction.REQUEST, detail, _place(base, ""), _place(head, ""))


def _is_inherited(document: Document) -> bool:
    """Return whether some operation has no servers of its own, or there is neither an operation nor a webhook."""
    items = path_items(document).values()
    operations = [(item, item.raw[method]) for item in items for method in METHODS if method in as_object(item.raw)]
    if not operations:
        return "webhooks" not in document.root
    return any("servers" not in {**item.raw, **as_object(raw)} for item, raw in operations)


def _without_suffix(owner: dict[str, Any], suffix: str) -> dict[str, Any]:
    """Return an owner of servers whose URLs lack a suffix that the paths of the other side have."""
    if not suffix:
        return owner
    servers = stated_servers(owner)
    return {"servers": [{**server, "url": fixed_url(server).removesuffix(suffix)} for server in servers]}


def compare_operation_servers(operation: Operation) -> Iterator[Notice]:
    """Report changes in the servers of an operation that it, or its path item, has of its own."""
    base = _owner(operation.base, operation.base_item)
    head = _owner(operation.head, operation.head_item)
    if operation.flipped or not (base.pointer or head.pointer):
        return
    places = (_place(base.raw, base.pointer), _place(head.raw, head.pointer))
    for rule, effect, detail in _changes(base.raw, head.raw):
        yield operation.notice(rule, effect, Direction.REQUEST, detail, *places)


def _owner(*nodes: Node) -> Node:
    """Return the innermost node whose servers apply: the operation, its path item, or the document."""
    stated = (node for node in nodes if "servers" in as_object(node.raw))
    return next(stated, root_node(nodes[0].document))


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
    base_servers, head_servers = stated_servers(base), stated_servers(head)
    fully = all(prod(map(len, _choices(server).values())) <= MAX_URLS for server in (*base_servers, *head_servers))
    base_urls, head_urls = (
        [list(dict.fromkeys(_fill_in(server, fully))) for server in servers] for servers in (base_servers, head_servers)
    )
    return base_urls, head_urls


def _missing(urls: Urls, other_side: Urls) -> list[str]:
    """Return the URLs that the other side doesn't have; only the first of a server that it doesn't have at all."""
    known = {_normal(url) for server in other_side for url in server}
    missing: list[str] = []
    for server in urls:
        unknown = [url for url in server if _normal(url) not in known]
        missing.extend(unknown[:1] if unknown == server else unknown)
    return list(dict.fromkeys(missing))


def _normal(url: str) -> str:
    """Return a URL as all that are equivalent to it: case and default port of a host don't matter (RFC 3986, 6.2)."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    port = {"https": ":443", "http": ":80"}.get(scheme.lower(), "")
    return f"{scheme.lower()}{mark}{host.lower().removesuffix(port)}{slash}{path}" if mark else url


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
