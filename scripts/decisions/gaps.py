"""What the documentation of the generated client lacks, because the contract and overlays/spec don't have it."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen


@frozen
class Gap:
    """Something that is missing from the documentation of the client.

    Attributes:
        what: What is missing.
        where: The operation, argument, schema or field without it.
        advice: What to do.
    """

    what: str
    where: str
    advice: str


def find_gaps(contract: Any) -> Iterator[Gap]:
    """Yield the operations without an example, and the arguments, classes and fields without a description.

    Args:
        contract: The content of generated/pivotal_api/contract.json.
    """
    for operation in contract["operations"]:
        name = f"{operation['resource']}.{operation['name']}"
        if "example" not in operation:
            yield Gap("example", name, "add one to overlays/spec/examples.yaml")
        arguments = (*operation.get("parameters", ()), *operation.get("body", {}).get("fields", ()))
        yield from _undescribed(contract, [(f"{name}({argument['python']}=)", argument) for argument in arguments])
    for schema in contract["schemas"].values():
        if name := schema.get("class_name"):
            fields = [(f"{name}.{field['name']}", field) for field in schema.get("fields", ())]
            yield from _undescribed(contract, [(name, schema), *fields])


def _undescribed(contract: Any, entries: Sequence[tuple[str, Any]]) -> Iterator[Gap]:
    for name, entry in entries:
        referred = contract["schemas"].get(entry.get("schema", {}).get("ref"), {})
        if not entry.get("description") and not referred.get("description"):
            yield Gap("description", name, "add one to overlays/spec/descriptions.yaml")
