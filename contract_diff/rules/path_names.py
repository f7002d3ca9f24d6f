"""Paths as callers send them: the path of the server's URL and the path in the document, one after the other."""

import re
from typing import Any

from contract_diff.core.json_values import as_array, as_object
from contract_diff.reading.document import Document, Node
from contract_diff.reading.nodes import resolved_children, root_node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_HOST = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]*")


def path_items(document: Document) -> dict[str, Node]:
    """Return the path items of a document by path."""
    items = resolved_children(root_node(document), "paths").items()
    return {path: item for path, item in items if path.startswith("/")}


def path_shape(path: str) -> str:
    """Return a path without the names of its parameters.

    Example:
        >>> path_shape("/customers/{id}/contacts/{contact_id}")
        '/customers/{}/contacts/{}'
    """
    return re.sub(r"\{[^{}]*\}", "{}", path)


def stated_servers(owner: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the servers of a document, a path item or an operation; `/` if there are none."""
    return [as_object(server) for server in as_array(owner.get("servers"))] or [{"url": "/"}]


def moved_prefixes(base: Document, head: Document) -> tuple[str, str]:
    """Return what to put before the paths of each side, where a prefix moved between the paths and the server's URL.

    `/v1/a` of the server `https://a.example` is the same URL as `/a` of the server `https://a.example/v1`.
    """
    base_path, head_path = (_url_path(stated_servers(side.root)[0]) for side in (base, head))
    to_server, to_paths = _extension(base_path, head_path), _extension(head_path, base_path)
    if to_server and _has_moved(to_server, into=head, out_of=base):
        return "", to_server
    if to_paths and _has_moved(to_paths, into=base, out_of=head):
        return to_paths, ""
    return "", ""


def fixed_url(server: dict[str, Any]) -> str:
    """Return the URL of a server with the variables filled in that have one value only, without a slash at the end."""
    url = str(server.get("url", "/"))
    for name, variable in as_object(server.get("variables")).items():
        stated = as_object(variable)
        if {*map(str, as_array(stated.get("enum")))} <= {str(stated.get("default"))}:
            url = url.replace(f"{{{name}}}", str(stated.get("default")))
    return url.rstrip("/")


def _url_path(server: dict[str, Any]) -> str:
    return _HOST.sub("", fixed_url(server), count=1)


def _extension(path: str, longer: str) -> str:
    """Return what a longer path has after a path; nothing if it goes elsewhere."""
    return longer.removeprefix(path) if longer.startswith(f"{path}/") else ""


def _has_moved(prefix: str, into: Document, out_of: Document) -> bool:
    """Return whether servers have a prefix that at least as many paths of the other side have as not."""
    if not all(_url_path(server).endswith(prefix) for server in stated_servers(into.root)):
        return False
    stated = {path_shape(path) for path in path_items(out_of)}
    shorter = {path_shape(path) for path in path_items(into)}
    moved = {path_shape(prefix + path) for path in shorter} & stated
    return bool(moved) and len(moved) >= len(shorter & stated)
