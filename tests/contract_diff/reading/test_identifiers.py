"""References within a schema that has an `$id`: that schema is their root, as JSON Schema says (Core, 8.2.1)."""

from typing import Any

import pytest

from contract_diff.core.errors import InputError
from tests.contract_diff.contracts import answering, compare

ID = "https://a.example/level"
REFERENCE = {"type": "object", "properties": {"x": {"$ref": "#/$defs/n"}}}


def contract(schema: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    """A contract that answers a component."""
    return answering({"$ref": "#/components/schemas/Level"}, components={"schemas": {"Level": schema, **schemas}})


def pointers(base: dict[str, Any], head: dict[str, Any]) -> list[str]:
    return [finding.head.pointer for finding in compare(base, head).findings if finding.head]


def test_a_pointer_begins_at_the_schema() -> None:
    base, head = (contract({"$id": ID, **REFERENCE, "$defs": {"n": {"type": kind}}}) for kind in ("string", "null"))
    assert set(pointers(base, head)) == {"/components/schemas/Level/$defs/n/type"}


def test_each_schema_is_the_root_of_its_own() -> None:
    def both(kind: str) -> dict[str, Any]:
        other = {"$id": f"{ID}-2", **REFERENCE, "$defs": {"n": {"type": kind}}}
        level = {"$id": ID, "$defs": {"n": {"type": "string"}}, "anyOf": [REFERENCE, {"$ref": f"{ID}-2"}]}
        return contract(level, Other=other)

    assert all(
        found.startswith("/components/schemas/Other/$defs/n") for found in pointers(both("string"), both("null"))
    )


def test_the_nearest_schema_counts() -> None:
    def nested(kind: str) -> dict[str, Any]:
        inner = {"$id": "inner", **REFERENCE, "$defs": {"n": {"type": kind}}}
        return contract({"$id": ID, "$defs": {"n": {"type": "string"}}, "items": inner})

    assert all("/items/$defs/n" in found for found in pointers(nested("string"), nested("null")))


def test_a_pointer_into_the_document_is_still_read() -> None:
    def level(kind: str) -> dict[str, Any]:
        return contract({"$id": ID, "items": {"$ref": "#/components/schemas/N"}}, N={"type": kind})

    assert "/components/schemas/N/type" in pointers(level("string"), level("null"))


@pytest.mark.parametrize("identifier", ["#level", 5])
def test_what_is_no_identifier_is_no_root(identifier: object) -> None:
    wrong = contract({"$id": identifier, **REFERENCE, "$defs": {"n": {"type": "string"}}})
    with pytest.raises(InputError, match="names nothing"):
        compare(wrong, wrong)
