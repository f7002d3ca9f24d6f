"""Names of schemas."""

from typing import Any

from tests.contract_diff.contracts import compare


def test_a_renamed_schema_is_one_finding() -> None:
    def named(name: str) -> dict[str, Any]:
        answer = {"200": {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}}
        schemas = {"schemas": {name: {"type": "string", "maxLength": 9}}}
        return {"paths": {"/a": {"get": {"responses": answer}}}, "components": schemas}

    (finding,) = compare(named("Old"), named("New")).findings
    assert (finding.message, finding.operations) == ("schema `Old` is now `New`", ("GET /a",))


def test_a_renamed_schema_reaches_the_operations_that_refer_to_it() -> None:
    def named(name: str) -> dict[str, Any]:
        answer = {
            "description": "",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
        get = {"responses": {"200": answer}}
        return {"paths": {"/things": {"get": get}}, "components": {"schemas": {name: {"type": "object"}}}}

    (finding,) = compare(named("Thing"), named("Item")).findings
    assert (finding.rule, finding.message) == ("component-renamed", "schema `Thing` is now `Item`")
    assert finding.operations == ("GET /things",)
