"""Each change is gathered once, with what it reaches and a witness."""

from typing import Any

from tests.contract_diff.contracts import answering, compare


def test_an_added_schema_is_one_finding_with_both_places() -> None:
    def typed(**schema: Any) -> dict[str, Any]:
        parameter = {"in": "path", "name": "id", "required": True, **schema}
        return {"paths": {"/a/{id}": {"get": {"parameters": [parameter], "responses": {}}}}}

    (finding,) = compare(typed(), typed(schema={"type": "integer", "minimum": 0})).findings
    assert (finding.rule, finding.message) == ("type-narrows", "type: anything to integer")
    assert finding.base is not None and finding.base.pointer.endswith("/parameters/0")
    (finding,) = compare(typed(schema={"type": "integer", "minimum": 0}), typed()).findings
    assert finding.head is not None and finding.head.pointer.endswith("/parameters/0")
    assert finding.head.file == "head.json"


def test_null_that_nullable_adds_is_placed_there() -> None:
    base, head = (answering({"type": "string", **stated}, openapi="3.0.3") for stated in ({}, {"nullable": True}))
    (finding,) = compare(base, head).findings
    assert finding.rule == "null-widens"
    assert finding.head is not None and finding.head.pointer.endswith("/nullable")


def test_an_added_type_is_compatible_beside_a_breaking_change() -> None:
    def form(**schema: Any) -> dict[str, Any]:
        content = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {"a": schema}}}}
        return {"paths": {"/a": {"post": {"requestBody": {"content": content}, "responses": {}}}}}

    report = compare(form(type="string"), form(type=["string", "null"], maxLength=3))
    assert {one.rule: one.severity.value for one in report.findings} == {
        "maxLength-narrows": "breaking",
        "null-widens": "compatible",
    }


def test_a_witness_shows_its_own_change() -> None:
    def closed(**properties: Any) -> dict[str, Any]:
        return answering({"type": "object", "properties": properties, "additionalProperties": False})

    old, new = {"type": "integer"}, {"type": ["integer", "null"]}
    report = compare(closed(a=old), closed(a=new, longer={"type": "string"}))
    witnesses = {one.rule: one.witness.value for one in report.findings if one.witness}
    assert witnesses == {"null-widens": None, "property-added-closed-widens": {"longer": ""}}


def test_a_shared_schema_breaks_only_in_the_direction_that_it_changes() -> None:
    def shared(schema: dict[str, Any]) -> dict[str, Any]:
        content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Level"}}}}
        return {
            "paths": {
                "/read": {"get": {"responses": {"200": content}}},
                "/write": {"post": {"requestBody": content, "responses": {}}},
            },
            "components": {"schemas": {"Level": schema}},
        }

    (finding,) = compare(shared({"enum": ["a"]}), shared({"enum": ["a", "b"]})).findings
    assert finding.operations == ("GET /read",)
    assert {one.direction.value: one.severity.value for one in finding.exposures} == {
        "request": "compatible",
        "response": "breaking",
    }
    assert finding.witness is not None
    assert (finding.witness.value, finding.witness.valid_in) == ("b", "head")
