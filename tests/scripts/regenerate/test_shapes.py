"""Shapes that a contract may contain: one contract with all of them is generated, each is tried over a real socket."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference, run_code
from tests.support.scripted import ScriptedServer, reply

TEXT: Document = {"type": "string"}
NULL: Document = {"type": "null"}
ODD = ["", "1st", 'a"b', "c'd", "e\\f", "g\nh", '"""i', "{{ 1 }}", "value", "name", "__x__", "None", "class", "café"]


def thing() -> Document:
    return {
        "type": "object",
        "required": ["class", "id"],
        "properties": {
            "id": TEXT, "class": TEXT, "from": {"type": "integer"}, "to_dict": TEXT, "response": TEXT, "@type": TEXT,
            "self": TEXT, "property": TEXT, "field": TEXT, "customerId": TEXT, "list": TEXT, "_raw": TEXT,
            "import": reference("Health"), "uuid": {"type": "string", "format": "uuid"},
            "tags": {"type": "array", "items": TEXT},
            "parent": {"anyOf": [reference("Thing"), NULL]},
            "kids": {"type": "array", "items": reference("Thing")},
            "matrix": {"type": "array", "items": {"type": "array", "items": {"anyOf": [reference("Health"), NULL]}}},
            "kind": {"type": ["string", "null"], "enum": [*ODD, None]},
            "phase": {"anyOf": [reference("OnboardingPhase"), NULL]},
            "size": {"type": "object", "required": ["unit"], "properties": {"unit": {"enum": ["m", "ft"], **TEXT}}},
            "free": {"type": "object", "additionalProperties": True},
            "any": {}, "either": {"type": ["integer", "string", "null"]},
        },
    }  # fmt: skip


def shape_contract() -> Document:
    document = copy_contract()
    document["components"]["schemas"]["Thing"] = thing()
    of_thing = {"parameters": [{"name": "thingId", "in": "path", "required": True, "schema": TEXT}]}
    document["paths"] |= {
        "/api/v1/things/{thingId}": {
            **of_thing,
            "get": operation("getThing", reference("Thing"), tag="things"),
            "delete": operation("delete-thing", tag="things"),
        },
        "/api/v1/things": {
            "get": operation("list-things", {"type": "array", "items": reference("Thing")}, tag="things"),
            "post": operation(
                "create-thing",
                {"type": "object", "required": ["made"], "properties": {"made": reference("Thing")}},
                tag="things",
                parameters=[
                    {"name": "X-Count", "in": "header", "schema": {"type": "integer"}},
                    {"name": "X-Dry", "in": "header", "schema": {"type": "boolean"}},
                    {
                        "name": "phases",
                        "in": "query",
                        "schema": {"type": "array", "items": reference("OnboardingPhase")},
                    },
                ],
                requestBody={
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["class"],
                                "properties": dict.fromkeys(
                                    ("class", "options", "self", "reference", "customer_id"), TEXT
                                ),
                            }
                        }
                    }
                },
            ),
        },
        "/api/v1/things/all": {
            "get": operation("get-all-things", {"type": "array", "items": reference("Thing")}, tag="things")
        },
        "/api/v1/things/count": {"get": operation("count-things", {"type": "integer"}, tag="things")},
        "/api/v1/things/maybe": {
            "get": operation("maybe-things", {"anyOf": [reference("Health"), NULL]}, tag="things")
        },
    }
    # Tags that are named like a model, an attribute of the client or a keyword, or that are not names.
    for tag in ("health", "close", "async", "Page", "x y/../z", "2nd"):
        document["paths"][f"/api/v1/{ord(tag[0])}"] = {
            "get": operation(f"get-{ord(tag[0])}", reference("Health"), tag=tag)
        }
    return document


@pytest.fixture(scope="module")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate_client(shape_contract(), tmp_path_factory.mktemp("shapes"))


@pytest.fixture(scope="module")
def package(package_folder: Path) -> Iterator[ModuleType]:
    """The package of these shapes, imported instead of the real one during this module."""
    real = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "pivotal_api"}
    sys.path.insert(0, str(package_folder))
    yield importlib.import_module("pivotal_api")
    sys.path.remove(str(package_folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "pivotal_api"]:
        del sys.modules[name]
    sys.modules.update(real)


@pytest.fixture
def things(package: ModuleType, loopback: ScriptedServer) -> Any:
    return package.Client(token="pivotal_test_x", base_url=loopback.url).things


FULL: Document = {
    "id": "1", "class": "c", "from": 5, "to_dict": "d", "response": "r", "@type": "t", "self": "s", "property": "p",
    "field": "f", "customerId": "u", "list": "l", "_raw": "w", "import": {"status": "ok", "timestamp": "now", "new": 1},
    "uuid": "no-uuid", "tags": ["a"], "parent": {"id": "2", "class": "c", "new": 2},
    "kids": [{"id": "3", "class": "c", "parent": None, "new": 3}],
    "matrix": [[None, {"status": "ok", "timestamp": "now", "new": 4}], []], "kind": "later", "phase": None,
    "size": {"unit": "m", "new": 5}, "free": {"a": [1]}, "any": [None], "either": 3, "new": 6,
}  # fmt: skip


def test_every_shape_of_field_round_trips(package: ModuleType, things: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, FULL))
    thing = things.get("1")
    assert thing.to_dict() == FULL
    assert (thing.class_, thing.from_, thing.to_dict_, thing.field__type, thing.self_) == ("c", 5, "d", "t", "s")
    assert (thing.property_, thing.field, thing.customerId, thing.field_raw) == ("p", "f", "u", "w")
    assert thing.import_.status == "ok"
    assert thing.import_.extra_fields == {"new": 1}
    assert thing.parent.extra_fields == {"new": 2}
    assert thing.kids[0].parent is None
    assert thing.kids[0].extra_fields == {"new": 3}
    assert thing.matrix[0][1].extra_fields == {"new": 4}
    assert (thing.kind, thing.kind.is_known, thing.size.unit) == ("later", False, "m")
    assert loopback.requests[0].path == "/api/v1/things/1"
    assert package.models.Thing.from_json(thing.to_json()) == thing
    minimal = package.models.Thing.from_dict({"id": "1", "class": "c"})
    assert minimal.to_dict() == {"id": "1", "class": "c"}
    assert minimal.parent is package.UNSET


def test_a_field_that_is_not_an_attribute_is_typed_when_it_is_read(package: ModuleType) -> None:
    thing = package.models.Thing.from_dict({"id": "1", "class": "c", "from": "text"})
    with pytest.raises(package.errors.InvalidResponseError, match="field from: "):
        _ = thing.from_


def test_values_of_an_inline_enum_are_those_of_the_contract(package: ModuleType) -> None:
    assert [member.value for member in package.models.ThingKind] == ODD
    assert all(package.models.ThingKind(value).is_known for value in ODD)
    assert [member.value for member in package.models.ThingSizeUnit] == ["m", "ft"]


def test_responses_of_every_shape(package: ModuleType, things: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, [{"id": "1", "class": "c", "new": 1}]))
    assert [thing.to_dict() for thing in things.list()] == [{"id": "1", "class": "c", "new": 1}]
    assert things.get_all()[0].extra_fields == {"new": 1}
    assert things.get_all()[0].response.status == 200
    loopback.play(reply(200, 42))
    assert things.count() == 42
    loopback.play(reply(200, None))
    assert things.maybe() is None
    loopback.play(reply(204))
    assert things.delete("1") is None
    loopback.play(reply(200, "text"))
    for call in (things.count, things.list, things.maybe):
        with pytest.raises(package.errors.InvalidResponseError, match="is not a"):
            call()


def test_arguments_with_taken_names_and_of_every_kind(things: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, {"made": {"id": "1", "class": "c"}}))
    created = things.create(
        class_="c", options_="o", self_="s", reference="r", customer_id=7, x_count=3, x_dry=False,
        phases=["launch", "later"], options={"extra_body": {"new": 1}},
    )  # fmt: skip
    assert created.made.id == "1"
    request = loopback.requests[0]
    body = {"class": "c", "options": "o", "self": "s", "reference": "r", "customer_id": "7", "new": 1}
    assert request.json() == body
    assert (request.headers["x-count"], request.headers["x-dry"]) == ("3", "false")
    assert request.query == [("phases", "launch"), ("phases", "later")]


def test_tags_with_taken_names(package: ModuleType, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, {"status": "ok", "timestamp": "now"}))
    client = package.Client(token="pivotal_test_x", base_url=loopback.url)
    for resource, method in (
        ("health_", "get_104"), ("close_", "get_99"), ("async_", "get_97"), ("page", "get_80"), ("field_2nd", "get_50")
    ):  # fmt: skip
        assert getattr(getattr(client, resource), method)().status == "ok"
    client.close()


def test_symbols_of_inline_schemas_have_their_own_pointers(package_folder: Path) -> None:
    symbols = json.loads((package_folder / "symbols.json").read_text("utf-8"))
    kind = "/components/schemas/Thing/properties/kind"
    assert symbols[kind] == ["Thing.kind", "ThingKind"]
    assert symbols[f"{kind}/enum/1"] == ["ThingKind.FIELD_1ST"]
    assert symbols["/components/schemas/Thing/properties/size/properties/unit/enum/1"] == ["ThingSizeUnit.FT"]
    assert symbols["/paths/~1api~1v1~1things~1{thingId}/parameters/0"] == [
        "things.get(thing_id)", "things.delete(thing_id)"
    ]  # fmt: skip


def test_a_fresh_process_can_use_it_async(package_folder: Path, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, [{"id": "1", "class": "c"}]))
    code = """
import asyncio, sys
async def main():
    async with pivotal_api.AsyncClient(token="pivotal_test_x", base_url=sys.argv[1]) as client:
        print([thing.id for thing in await client.things.list()])
asyncio.run(main())
"""
    assert run_code(package_folder, code, loopback.url) == "['1']\n"
