"""Rules for response headers. `__init__.py` registers them, `descriptions/headers.yaml` describes them."""

from collections.abc import Iterator

from contract_diff.changes.lifecycle import announcement
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import is_true, resolved_children
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Found, Header, Response

# Response headers of this name are ignored (OpenAPI, Response Object).
IGNORED_HEADER = "content-type"


def compare_headers(response: Response) -> Found:
    """Report headers that were added or removed, and compare the others; case doesn't matter."""
    base, head = _headers(response.base), _headers(response.head)
    for key in sorted(base.keys() | head.keys()):
        name, _ = written = head.get(key) or base[key]
        if key not in base:
            yield _added(response, *written)
        elif key not in head:
            yield _removed(response, *written)
        else:
            nodes, label = (base[key][1], head[key][1]), f"{response.name} header `{name}`"
            yield Header(response.operation, *nodes, label, response.direction, status=response.status)


def _headers(response: Node) -> dict[str, tuple[str, Node]]:
    """Return the headers of a response by their name in lower case, each with its name as it is written."""
    headers = resolved_children(response, "headers").items()
    return {name.lower(): (name, header) for name, header in headers if name.lower() != IGNORED_HEADER}


def _added(response: Response, name: str, node: Node) -> Notice:
    detail = f"{response.name}: header `{name}` added"
    return response.notice("header-added", EQUAL, detail, (None, node.pointer))


def _removed(response: Response, name: str, node: Node) -> Notice:
    required = is_true(node, "required")
    effect = WIDENS if required else UNKNOWN
    announced = announcement(as_object(node.raw))
    reason = f", {announced}" if announced else ""
    detail = f"{response.name}: {'required' if required else 'optional'} header `{name}` removed{reason}"
    return response.notice("header-removed", effect, detail, (node.pointer, None))


def compare_required_header(header: Header) -> Iterator[Notice]:
    """Report a header that is now always sent, or no longer always."""
    required = is_true(header.head, "required")
    if is_true(header.base, "required") != required:
        effect = NARROWS if required else WIDENS
        detail = f"{header.name} is {'now always' if required else 'no longer always'} sent"
        yield header.notice("header-required", effect, detail)
