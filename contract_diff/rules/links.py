"""Rules for links: which operations a response leads to."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, Direction
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import resolved_children
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Response


def compare_links(response: Response) -> Iterator[Notice]:
    """Report links that were added, removed or changed: they limit no value, but code may follow them."""
    base, head = (resolved_children(side, "links") for side in (response.base, response.head))
    sameness = response.operation.contract.sameness
    for name in sorted(base.keys() | head.keys()):
        before, after = base.get(name), head.get(name)
        if before and after and sameness.values(*map(_without_description, (before, after))):
            continue
        verb = "changed" if before and after else "removed" if before else "added"
        detail = f"{response.name}: link `{name}` {verb}"
        places = (before.pointer if before else None, after.pointer if after else None)
        yield response.notice(f"link-{verb}", EQUAL, detail, places, Direction.NONE)


def _without_description(link: Node) -> dict[str, Any]:
    return {name: value for name, value in as_object(link.raw).items() if name != "description"}
