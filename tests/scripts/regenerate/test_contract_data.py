"""The description of constructs that the vendored contract doesn't have."""

from pathlib import Path
from typing import Any

import pytest
from pivotal_runtime.description import Description, Schema, decode_description

from scripts.regenerate.contract_data import FILE
from scripts.regenerate.conventions import PACKAGE
from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference

TEXT = {"type": "string"}
KIND = {"type": "string", "enum": ["cat"]}
SCHEMAS: Document = {
    "Base": {"type": "object", "required": ["id"], "properties": {"id": {**TEXT, "description": "The id."}}},
    "Dog": {
        "allOf": [reference("Base"), {"type": "object", "properties": {"barks": {"type": "boolean"}}}],
        "description": "A dog.",
    },
    "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": KIND}},
    "Bird": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["bird"]}}},
    "Level": {"type": ["string", "null"], "enum": ["low", "-low", None]},
    "Zoo": {
        "type": "object",
        "properties": {
            "pets": {"type": "array", "items": {"anyOf": [reference("Cat"), reference("Bird")]}, "minItems": 1},
            "byName": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 2}},
            "level": reference("Level"),
            "maybe": {"anyOf": [reference("Dog"), {"type": "null"}]},
            "wrapped": {"allOf": [reference("Dog")], "description": "Another dog."},
            "secret": {**TEXT, "writeOnly": True},
            "place": {**TEXT, "readOnly": True},
            "color": {"type": "string", "enum": ["red", "blue"], "default": "red"},
            "class": {"type": "string", "const": "zoo"},
            "anything": {},
            "": TEXT,
            "open": True,
            "pair": {"type": "array", "prefixItems": [TEXT, {"type": "integer"}]},
            "short": {"allOf": [TEXT, {"type": "string", "maxLength": 3}]},
        },
        "additionalProperties": False,
    },
}


def body(schema: Document, media_type: str = "application/json") -> Document:
    return {"required": True, "content": {media_type: {"schema": schema}}}


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Description:
    document = copy_contract()
    document["components"]["schemas"] |= SCHEMAS
    added = {
        "make-zoo": operation("make-zoo", reference("Zoo"), tag="zoos", requestBody=body(reference("Zoo"))),
        "tag-zoo": operation(
            "tag-zoo", tag="zoos", requestBody=body({"type": "array", "items": TEXT}), deprecated=True, security=[]
        ),
        "note-zoo": operation("note-zoo", tag="zoos", requestBody=body(TEXT, "text/plain")),
        "find-zoo": operation(
            "find-zoo",
            reference("Zoo"),
            tag="zoos",
            parameters=[{"name": "ids", "in": "query", "explode": False, "schema": {"type": "array", "items": TEXT}}],
        ),
    }
    for id_, entry in added.items():
        document["paths"][f"/{id_}"] = {"post": entry}
    folder: Path = tmp_path_factory.mktemp("zoo")
    return decode_description((generate_client(document, folder) / PACKAGE / FILE).read_bytes())


def part(description: Description, wire: str) -> Schema:
    zoo = description.schemas["Zoo"]
    return next(field.schema for field in zoo.fields if field.name == wire)


def test_a_composed_object_has_the_properties_of_its_parts(description: Description) -> None:
    dog = description.schemas["Dog"]
    assert [(field.name, field.required, field.description) for field in dog.fields] == [
        ("id", True, "The id."),
        ("barks", False, ""),
    ]
    assert (dog.class_name, dog.description) == ("Dog", "A dog.")
    assert part(description, "wrapped").ref == "Dog"


def test_unions_arrays_and_maps_keep_their_parts(description: Description) -> None:
    pets = part(description, "pets")
    assert pets.items is not None
    assert [alternative.ref for alternative in pets.items.any_of] == ["Cat", "Bird"]
    assert pets.min_items == 1
    values = part(description, "byName").values
    assert values is not None
    assert (values.types, values.minimum) == (("integer",), 2)
    assert (part(description, "maybe").ref, part(description, "maybe").nullable) == ("Dog", True)
    assert part(description, "anything") == Schema()
    assert part(description, "") == Schema(types=("string",))
    assert part(description, "open") == Schema()
    pair = part(description, "pair").items
    assert pair is not None
    assert [alternative.types for alternative in pair.any_of] == [("string",), ("integer",)]
    assert [alternative.max_length for alternative in part(description, "short").all_of] == [None, 3]
    assert description.schemas["Zoo"].closed


def test_enums_have_the_names_of_their_members(description: Description) -> None:
    level = description.schemas["Level"]
    assert (level.enum, level.members, level.nullable) == (("low", "-low"), ("LOW", "MINUS_LOW"), True)
    color = part(description, "color")
    assert (color.enum, color.members, color.default) == (("red", "blue"), ("RED", "BLUE"), "red")
    assert color.class_name == "ZooColor"
    assert part(description, "class").enum == ("zoo",)


def test_a_body_has_arguments_for_what_may_be_sent(description: Description) -> None:
    made = description.operation("make-zoo").body
    assert made is not None
    names = {field.name: field.python for field in made.fields}
    assert (names["byName"], names["class"], names["place"], names["secret"]) == ("by_name", "class_", "", "secret")
    marks = {field.name: (field.read_only, field.write_only) for field in made.fields}
    assert (marks["place"], marks["secret"]) == ((True, False), (False, True))


def test_a_body_of_one_value_has_one_argument(description: Description) -> None:
    for id_, media_type, type_ in (("tag-zoo", "application/json", "Sequence[str]"), ("note-zoo", "text/plain", "str")):
        found = description.operation(id_).body
        assert found is not None
        assert found.argument is not None
        assert (found.media_type, found.argument.python, found.argument.type) == (media_type, "body", type_)
        assert found.fields == ()


def test_an_operation_keeps_what_is_its_own(description: Description) -> None:
    tagged = description.operation("tag-zoo")
    assert (tagged.deprecated, tagged.authenticated, tagged.success.status) == (True, False, "204")
    assert tagged.success.schema is None
    (ids,) = description.operation("find-zoo").parameters
    assert ids.style == ","


def test_the_file_is_the_same_each_time(tmp_path: Path) -> None:
    contents: list[Any] = []
    for name in "ab":
        (tmp_path / name).mkdir()
        contents.append((generate_client(copy_contract(), tmp_path / name) / PACKAGE / FILE).read_bytes())
    assert contents[0] == contents[1]
