"""Rules for the document as a whole: what wasn't read of it, its version, and the names of its schemas."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_pointers import join, split
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, UNKNOWN, Direction
from contract_diff.rules.catalog import NOT_READ
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Contract

SCHEMAS = "/components/schemas"


def report_ignored(contract: Contract) -> Iterator[Notice]:
    """Report what a lenient reading left out."""
    base, head = ({item.pointer: item for item in side.ignored} for side in (contract.base, contract.head))
    for pointer, item in {**base, **head}.items():
        is_used = any(side[pointer].is_used for side in (base, head) if pointer in side)
        places = [pointer if pointer in side else None for side in (base, head)]
        detail = f"`{split(pointer)[-1]}` {item.problem.partition('; ')[0]}"
        yield Notice(NOT_READ, UNKNOWN if is_used else EQUAL, Direction.NONE, detail, places[0], places[1])


def compare_version(contract: Contract) -> Iterator[Notice]:
    """Report a change of `info.version`."""
    base, head = (as_object(side.root.get("info")).get("version") for side in (contract.base, contract.head))
    if base != head:
        detail = f"info.version {base} to {head}"
        yield Notice("version", EQUAL, Direction.NONE, detail, "/info/version", "/info/version")


def compare_schema_names(contract: Contract) -> Iterator[Notice]:
    """Report schemas in components that were renamed or removed: generated classes are named after them."""
    base, head = _schemas(contract.base.root), _schemas(contract.head.root)
    added = sorted(head.keys() - base.keys())
    for name in sorted(base.keys() - head.keys()):
        twin = next((candidate for candidate in added if base[name] == head[candidate]), None)
        if twin is None:
            detail = f"schema `{name}` removed"
            yield Notice("component-removed", EQUAL, Direction.NONE, detail, join(SCHEMAS, name), None)
            continue
        added.remove(twin)
        # In the words of `annotations.renamed`, so that both are one finding.
        detail = f"schema `{name}` is now `{twin}`"
        places = (join(SCHEMAS, name), join(SCHEMAS, twin))
        yield Notice("component-renamed", EQUAL, Direction.NONE, detail, *places)


def _schemas(root: dict[str, Any]) -> dict[str, Any]:
    return as_object(as_object(root.get("components")).get("schemas"))
