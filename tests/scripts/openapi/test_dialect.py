"""Each difference between the two dialects is settled one way."""

from typing import Any

import pytest

from scripts.contract import load
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.dialect import canonicalize
from scripts.project import CONTRACT
from tests.scripts.dialects import fragment, live_document


def document(schemas: dict[str, Any], **operation: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "paths": {"/api/v1/things/{id}": {"get": {"operationId": "get-thing", "responses": {}, **operation}}},
        "components": {"schemas": schemas},
    }


def schemas(**keywords: Any) -> dict[str, Any]:
    result: dict[str, Any] = canonicalize(document(keywords))["components"]["schemas"]
    return result


def operation(**keywords: Any) -> dict[str, Any]:
    result: dict[str, Any] = canonicalize(document({}, **keywords))["paths"]["/api/v1/things/{id}"]["get"]
    return result


def field(schema: dict[str, Any] | bool, **other_schemas: Any) -> Any:
    return schemas(Thing={"type": "object", "properties": {"it": schema}}, **other_schemas)["Thing"]["properties"]["it"]


NAMED = {"Other": {"type": "object", "properties": {"a": {"type": "string"}}}}
REF = {"$ref": "#/components/schemas/Other"}
NULL = {"type": "null"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
        ({"type": ["string"]}, {"type": "string"}),
        (
            {"anyOf": [{"type": "string", "format": "date"}, NULL]},
            {"type": ["string", "null"], "format": "date"},
        ),
        (
            {"oneOf": [{"type": "integer"}, NULL], "description": "d"},
            {"type": ["integer", "null"], "description": "d"},
        ),
        ({"oneOf": [REF, NULL]}, {"anyOf": [REF, NULL]}),
        ({**REF, "nullable": True}, {"anyOf": [REF, NULL]}),
        ({"allOf": [REF], "nullable": True, "description": "d"}, {"anyOf": [REF, NULL], "description": "d"}),
        ({"allOf": [REF], "description": "d"}, {**REF, "description": "d"}),
        ({"const": "x", "type": "string"}, {"type": "string", "enum": ["x"]}),
        (
            {"type": "string", "nullable": True, "enum": ["x"]},
            {"anyOf": [{"type": "string", "enum": ["x"]}, NULL]},
        ),
        (
            {"type": ["string", "null"], "enum": ["x", None]},
            {"anyOf": [{"type": "string", "enum": ["x"]}, NULL]},
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
            {"anyOf": [{"type": "string"}, {"type": "integer"}, NULL]},
        ),
        (
            {"type": "array", "items": {"type": "string", "nullable": True}},
            {"type": "array", "items": {"type": ["string", "null"]}},
        ),
        (NULL, NULL),
        ({"type": "object", "additionalProperties": True}, {"type": "object", "additionalProperties": True}),
    ],
)
def test_null_and_constants_have_one_spelling(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    assert field(schema, **NAMED) == expected


def test_a_property_named_like_a_keyword_is_left_alone() -> None:
    properties = {"nullable": {"type": "boolean"}, "enum": {"type": "string"}, "title": {"type": "string"}}
    assert schemas(Thing={"type": "object", "properties": properties})["Thing"]["properties"] == properties


def test_boolean_schemas_are_written_as_objects() -> None:
    assert field(True) == {}
    assert field(False) == {"not": {}}
    assert schemas(Anything=True) == {"Anything": {}}


def test_hoisted_constants_return_to_their_place_and_enums_get_names() -> None:
    result = schemas(
        ThingObject={"type": "string", "enum": ["thing"], "title": "ThingObject"},
        Thing={
            "type": "object",
            "title": "Thing",
            "properties": {
                "object": {"$ref": "#/components/schemas/ThingObject"},
                "size_class": {"type": "string", "enum": ["s", "m"]},
                "owner": {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}, "nullable": True},
            },
        },
    )
    assert result == {
        "Thing": {
            "type": "object",
            "properties": {
                "object": {"type": "string", "enum": ["thing"]},
                "size_class": {"$ref": "#/components/schemas/ThingSizeClass"},
                "owner": {"anyOf": [{"$ref": "#/components/schemas/ThingOwner"}, NULL]},
            },
        },
        "ThingSizeClass": {"type": "string", "enum": ["s", "m"]},
        "ThingOwner": {
            "type": "object",
            "properties": {"kind": {"$ref": "#/components/schemas/ThingOwnerKind"}},
        },
        "ThingOwnerKind": {"enum": ["a", "b"]},
    }


def test_enums_with_the_same_values_share_the_shortest_name() -> None:
    parameter = {"name": "state", "in": "query", "schema": {"type": "string", "enum": ["b", "a"]}}
    schema = document(
        {"Thing": {"type": "object", "properties": {"state": {"type": "string", "enum": ["a", "b"]}}}},
        parameters=[parameter],
    )
    result = canonicalize(schema)
    reference = {"$ref": "#/components/schemas/ThingState"}
    assert result["paths"]["/api/v1/things/{id}"]["get"]["parameters"][0]["schema"] == reference
    assert sorted(result["components"]["schemas"]) == ["Thing", "ThingState"]


def test_an_enum_of_a_parameter_is_named_after_operation_and_parameter() -> None:
    enum = {"type": "string", "enum": ["a", "b"]}
    inline = {"name": "sort_by", "in": "query", "schema": enum}
    assert list(canonicalize(document({}, parameters=[inline]))["components"]["schemas"]) == ["GetThingSortBy"]
    hoisted = {**inline, "schema": {"$ref": "#/components/schemas/ApiV1ThingsIdGetParametersSortBy"}}
    source = document({"ApiV1ThingsIdGetParametersSortBy": enum}, parameters=[hoisted])
    assert canonicalize(source)["components"]["schemas"] == {"GetThingSortBy": enum}
    taken = {"GetThingSortBy": {"type": "object", "properties": {"a": {"type": "string"}}}}
    source["components"]["schemas"] |= taken
    assert canonicalize(source)["components"]["schemas"] == {"ApiV1ThingsIdGetParametersSortBy": enum, **taken}


def test_a_description_moves_to_the_named_schema() -> None:
    inline = field({"type": "string", "enum": ["a", "b"], "description": "Which."})
    enum = {"type": "string", "enum": ["a", "b"], "description": "Which."}
    named = field({"$ref": "#/components/schemas/ThingIt", "description": "Which."}, ThingIt=enum)
    assert inline == named == {"$ref": "#/components/schemas/ThingIt"}


HEADER = {"name": "authorization", "in": "header", "required": True, "schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("keywords", "top", "expected"),
    [
        ({"parameters": [HEADER]}, None, None),
        ({}, None, []),
        ({}, [{"BearerAuth": []}], None),
        ({"security": []}, [{"BearerAuth": []}], []),
        ({"security": [{"BearerAuth": []}]}, None, None),
        ({"security": [{"Other": []}]}, None, [{"Other": []}]),
    ],
)
def test_security_is_stated_only_where_it_differs(
    keywords: dict[str, Any], top: list[Any] | None, expected: list[Any] | None
) -> None:
    source = document({}, **keywords)
    if top is not None:
        source["security"] = top
    result = canonicalize(source)
    assert result["security"] == [{"BearerAuth": []}]
    schema = result["paths"]["/api/v1/things/{id}"]["get"]
    assert schema.get("security") == expected
    assert "parameters" not in schema


def test_tags_lose_the_prefix_of_the_pages() -> None:
    assert operation(tags=["subpackage_things"])["tags"] == ["things"]


def test_servers_of_a_path_are_stated_at_its_operations() -> None:
    own, other = [{"url": "https://a.example"}], [{"url": "https://b.example"}]
    for place in ("path", "operation"):
        for servers, expected in ((own, None), (other, other)):
            source = {**document({}), "servers": own}
            item = source["paths"]["/api/v1/things/{id}"]
            (item if place == "path" else item["get"])["servers"] = servers
            result = canonicalize(source)["paths"]["/api/v1/things/{id}"]
            assert (list(result), result["get"].get("servers")) == (["get"], expected)


def test_shared_parts_are_inlined_where_they_are_used() -> None:
    source = document({}, responses={"404": {"$ref": "#/components/responses/Lost"}})
    source["components"] |= {
        "responses": {"Lost": {"description": "Lost"}},
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
    }
    source["paths"]["/api/v1/things/{id}"]["parameters"] = [{"$ref": "#/components/parameters/Id"}]
    result = canonicalize(source)
    item = result["paths"]["/api/v1/things/{id}"]
    assert list(item) == ["get"]
    assert item["get"]["responses"] == {"404": {"description": "Lost"}}
    assert item["get"]["parameters"] == [source["components"]["parameters"]["Id"]]
    assert result["components"].keys() == {"schemas"}


def test_the_contract_is_canonical() -> None:
    contract = load(CONTRACT)
    assert canonicalize(contract) == contract
    assert dump(canonicalize(contract)) == CONTRACT.read_text(encoding="utf-8")


def test_the_argument_is_left_alone_and_the_result_is_canonical(contract: dict[str, Any]) -> None:
    for source in (live_document(contract), fragment(contract, "list-onboardings")):
        text = repr(source)
        result = canonicalize(source)
        assert repr(source) == text
        assert canonicalize(result) == result


def test_both_dialects_become_equal(contract: dict[str, Any]) -> None:
    live, page = canonicalize(live_document(contract)), canonicalize(fragment(contract, "get-customer"))
    path = "/api/v1/customers/{id}"
    assert live["paths"][path]["get"] == page["paths"][path]["get"]
    for name in ("Customer", "Error", "ErrorError", "ErrorErrorType"):
        assert live["components"]["schemas"][name] == page["components"]["schemas"][name]
