"""The document's own version number."""

from collections.abc import Iterator

from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, Direction
from contract_diff.rules.operation import Contract, Notice


def info(contract: Contract) -> Iterator[Notice]:
    """Tells when `info.version` changed."""
    old, new = (as_object(side.root.get("info")).get("version") for side in (contract.base, contract.head))
    if old != new:
        detail = f"info.version {old} to {new}"
        yield Notice("version", EQUAL, Direction.NONE, detail, "/info/version", "/info/version")
