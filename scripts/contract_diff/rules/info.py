"""The document's own version number."""

from collections.abc import Iterator

from scripts.contract_diff.answer import EQUAL, Direction
from scripts.contract_diff.jsonvalues import as_object
from scripts.contract_diff.wire import Contract, Notice


def info(contract: Contract) -> Iterator[Notice]:
    """Tells when `info.version` changed."""
    old, new = (
        as_object(side.root.get("info")).get("version") for side in (contract.base, contract.revision)
    )
    if old != new:
        detail = f"info.version {old} to {new}"
        yield Notice("version", EQUAL, Direction.NONE, detail, "/info/version", "/info/version")
