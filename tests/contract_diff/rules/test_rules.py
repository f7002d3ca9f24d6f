"""Each probe of `wire_probes.yaml`, and what one line of data cannot say."""

import copy
from typing import Any

import pytest

from contract_diff.core.json_pointers import split
from tests.contract_diff.checks import probes
from tests.contract_diff.contracts import answering, compare

PROBES = [probe for name in ("wire_probes.yaml", "wire_check_probes.yaml") for probe in probes(name)]
CONTRACT: dict[str, Any] = {
    "servers": [{"url": "https://a.example"}],
    "paths": {"/things/{id}": {"get": {"responses": {"200": {}}, "operationId": "getThing", "tags": ["things"]}}},
    "webhooks": {"made": {"post": {"requestBody": {}, "responses": {}}}},
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "same_key": {"type": "apiKey", "in": "header", "name": "x-key"},
            "bearer": {"type": "http", "scheme": "bearer"},
            "oauth": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://a.example", "scopes": {}}},
            },
        }
    },
}


def placed(pointer: str, value: Any) -> dict[str, Any]:
    """The contract with a value at a place."""
    root = copy.deepcopy(CONTRACT)
    if pointer.startswith("/components/securitySchemes/key"):
        root["security"] = [{"key": []}]
    if pointer.startswith("/operation/"):
        pointer = "/paths/~1things~1{id}/get/" + pointer.removeprefix("/operation/")
    *above, last = split(pointer)
    owner = root
    for token in above:
        owner = owner.setdefault(token, {})
    if value is None:
        owner.pop(last, None)
    else:
        owner[last] = value
    return root


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.get("name") or probe["check"])
def test_severity_of_a_change_on_the_wire(probe: dict[str, Any]) -> None:
    report = compare(placed(probe["at"], probe["base"]), placed(probe["at"], probe["head"]))
    told = {finding.rule: finding.severity.value for finding in report.findings}
    if probe["expect"] == "none":
        assert told == {}
    else:
        assert told.get(probe["rule"]) == probe["expect"], told
        assert report.worst.value == probe["expect"]


def test_paths_are_matched_by_shape() -> None:
    def with_path(path: str, name: str) -> dict[str, Any]:
        parameter = {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
        return {"paths": {path: {"get": {"parameters": [parameter], "responses": {}}}}}

    assert compare(with_path("/a/{id}", "id"), with_path("/a/{key}", "key")).findings == ()


def test_of_paths_of_one_shape_none_is_forgotten() -> None:
    def with_paths(**answers: str) -> dict[str, Any]:
        paths: dict[str, Any] = {
            f"/a/{{{name}}}": {"get": {"responses": {status: {}}}} for name, status in answers.items()
        }
        return {"paths": paths}

    told = compare(with_paths(a="200", b="200", c="200"), with_paths(x="201", b="200", c="201")).findings
    removed = {finding.operations for finding in told if finding.rule == "success-status-removed-widens"}
    assert removed == {("GET /a/{a}",), ("GET /a/{c}",)}


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ({"content": {"application/json": {"schema": {"type": "array"}}}}, "parameter-content-incomparable"),
        ({"schema": {"type": "array"}, "style": "pipeDelimited"}, "parameter-style-incomparable"),
    ],
)
def test_a_parameter_that_is_written_otherwise_is_one_finding(written: dict[str, Any], rule: str) -> None:
    def with_parameter(**written: Any) -> dict[str, Any]:
        return placed("/operation/parameters", [{"in": "query", "name": "q", **written}])

    (finding,) = compare(with_parameter(schema={"type": "array"}), with_parameter(**written)).findings
    assert finding.rule == rule


def test_a_renamed_field_is_offered_as_one_rename() -> None:
    def with_field(name: str) -> dict[str, Any]:
        schema = {"type": "object", "properties": {name: {"type": "string", "maxLength": 9}}}
        answer = {"200": {"content": {"application/json": {"schema": schema}}}}
        return {"paths": {"/a": {"get": {"responses": answer}}}}

    told = {finding.rule: finding.renamed for finding in compare(with_field("old"), with_field("new")).findings}
    assert told["property-removed"] == "likely renamed to `new`"
    assert told["property-added"] == "likely renamed from `old`"


def test_a_component_that_is_renamed_is_told_once() -> None:
    def named(name: str) -> dict[str, Any]:
        answer = {"200": {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}}
        schemas = {"schemas": {name: {"type": "string", "maxLength": 9}}}
        return {"paths": {"/a": {"get": {"responses": answer}}}, "components": schemas}

    (finding,) = compare(named("Old"), named("New")).findings
    assert (finding.message, finding.operations) == ("schema `Old` is now `New`", ("GET /a",))


def test_a_schema_where_none_was_is_told_once_and_with_both_places() -> None:
    def typed(**schema: Any) -> dict[str, Any]:
        parameter = {"in": "path", "name": "id", "required": True, **schema}
        return {"paths": {"/a/{id}": {"get": {"parameters": [parameter], "responses": {}}}}}

    (finding,) = compare(typed(), typed(schema={"type": "integer", "minimum": 0})).findings
    assert (finding.rule, finding.message) == ("type-narrows", "type: anything to integer")
    assert finding.base is not None and finding.base.pointer.endswith("/parameters/0")


def test_a_type_that_is_gained_breaks_no_request_though_another_change_does() -> None:
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
    assert witnesses == {"null-widens": None, "property-added-widens": {"longer": ""}}


def test_a_shared_schema_breaks_only_what_receives_or_sends_it_so() -> None:
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


def test_a_renamed_component_is_one_finding_wherever_it_is_referred_to() -> None:
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


@pytest.mark.parametrize("counts", [(199, 201), (201, 199)])
def test_a_server_of_too_many_addresses_is_compared_by_its_default(counts: tuple[int, int]) -> None:
    def contract(count: int) -> dict[str, Any]:
        variable = {"default": "1", "enum": [str(number) for number in range(1, count + 1)]}
        return {"paths": {}, "servers": [{"url": "https://a.example/{v}", "variables": {"v": variable}}]}

    assert not compare(contract(counts[0]), contract(counts[1])).findings


@pytest.mark.parametrize(("media_type", "rules"), [("text/plain", []), ("text/xml", ["xml-incomparable"])])
def test_names_in_xml_matter_in_xml_only(media_type: str, rules: list[str]) -> None:
    def contract(name: str) -> dict[str, Any]:
        content = {media_type: {"schema": {"type": "string", "xml": {"name": name}}}}
        return {"paths": {"/a": {"get": {"responses": {"200": {"description": "", "content": content}}}}}}

    assert [finding.rule for finding in compare(contract("a"), contract("b")).findings] == rules
