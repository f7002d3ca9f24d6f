"""Kinds that contracts have rarely, each in one contract: what is sent, read and documented is what it says."""

import datetime
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference
from tests.support.scripted import ScriptedServer, reply

TEXT: Document = {"type": "string"}
INT: Document = {"type": "integer"}
IMAGE: Document = {"type": "string", "contentMediaType": "image/png"}
FILES: Document = {
    "multipart/form-data": {
        "schema": {"type": "object", "properties": {"cover": IMAGE, "more": {"type": "array", "items": IMAGE}}}
    }
}
STATE = {"status": "ok", "timestamp": "now"}


def query(name: str, schema: Document) -> Document:
    return {"name": name, "in": "query", "schema": schema}


def header(name: str) -> Document:
    return {"name": name, "in": "header", "required": True, "schema": TEXT}


def get(name: str, schema: Document | None = None, **more: Any) -> Document:
    return {"get": operation(f"get-{name}", schema or reference("Health"), tag=name, **more)}


def rare_contract() -> Document:
    document = copy_contract()
    document["openapi"] = "3.2.0"
    components = document["components"]
    components["securitySchemes"]["PartnerKey"] = {"type": "apiKey", "in": "header", "name": "X-Key"}
    components["mediaTypes"] = {"State": {"schema": reference("Health")}}
    tagged = {"type": "object", "required": ["t"], "properties": {"t": {"const": "a"}, "a": TEXT}}
    components["schemas"] |= {
        "Small": {**INT, "minimum": 1, "maximum": 9},
        "Made": tagged,
        "Other": {"type": "object", "properties": {"t": TEXT, "b": TEXT}},
        "Event": {
            "oneOf": [reference("Made"), reference("Other")],
            "discriminator": {"propertyName": "t", "defaultMapping": "Other"},
        },
        "AnyId": {"type": ["string", "null"]},
        "Linked": {
            "type": "object",
            "required": ["customer_id", "contact_id"],
            "properties": {"customer_id": {**TEXT, "description": "Never null."}, "contact_id": reference("AnyId")},
        },
        "Marked": {
            "type": "object",
            "deprecated": True,
            "x-tag": ["t", "v"],
            "x-sdk-tag": ["t", "v"],
            "properties": {
                "a": {**TEXT, "x-at": "/elsewhere"},
                "nothing": {"enum": [None]},
                "x-sdk-version": TEXT,
            },
        },
    }
    bounded = [
        query("small", reference("Small")),
        query("term", {"type": ["string", "null"], "maxLength": 3}),
        query("since", {**TEXT, "format": "date-time", "maxLength": 30}),
        query("customer_id", {**TEXT, "minLength": 1}),
        query("either", {"type": ["integer", "string"], "maximum": 9}),
        query("day", {**TEXT, "format": "date", "default": "2026-01-02"}),
        query("words", {"type": "array", "items": TEXT, "default": ["x"]}),
    ]
    described = {"200": {"description": "", "content": {"application/json": {"$ref": "#/components/mediaTypes/State"}}}}
    document["paths"] |= {
        "/bounded": get("bounded", parameters=bounded),
        "/ignored": get("ignored", parameters=[header(name) for name in ("Accept", "Content-Type", "Authorization")]),
        "/open": get("open", security=[{"PartnerKey": []}, {}]),
        "/levels/{level}": get("levels", parameters=[{"name": "level", "in": "path", "required": True, "schema": INT}]),
        "/files": {"post": operation("send-files", reference("Health"), tag="files", requestBody={"content": FILES})},
        "/linked": {
            "post": operation(
                "link-all",
                reference("Health"),
                tag="linked",
                requestBody={"content": {"application/json": {"schema": reference("Linked")}}},
            )
        },
        "/event": get("event", reference("Event")),
        "/marked": get("marked", reference("Marked")),
        "/described": {"get": {**get("described")["get"], "responses": described}},
    }
    return document


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package of this contract, imported instead of the real one during this module."""
    folder: Path = generate_client(rare_contract(), tmp_path_factory.mktemp("rare"))
    real = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "pivotal_api"}
    sys.path.insert(0, str(folder))
    yield importlib.import_module("pivotal_api")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "pivotal_api"]:
        del sys.modules[name]
    sys.modules.update(real)


@pytest.fixture
def client(package: ModuleType, loopback: ScriptedServer) -> Any:
    return package.Client(token="pivotal_test_x", base_url=loopback.url)


def test_limits_apply_behind_a_reference_and_beside_null(package: ModuleType, client: Any) -> None:
    for arguments in ({"small": 10}, {"term": "long"}):
        with pytest.raises(package.errors.InvalidArgumentError, match="it must be at"):
            client.bounded.get(**arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        {"small": None, "term": None},
        {"since": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"customer_id": 7},
        {"either": "x"},
    ],
)
def test_limits_refuse_no_value_of_the_type(client: Any, loopback: ScriptedServer, arguments: Document) -> None:
    loopback.play(reply(200, STATE))
    assert client.bounded.get(**arguments).status == "ok"


@pytest.mark.usefixtures("package")
def test_a_reference_allows_null_where_its_schema_does() -> None:
    annotations = importlib.import_module("pivotal_api.resources.linked").Linked.link_all.__annotations__
    assert type(None) not in get_args(annotations["customer_id"])
    assert type(None) in get_args(annotations["contact_id"])


@pytest.mark.usefixtures("package")
def test_a_default_list_cannot_be_changed() -> None:
    defaults = importlib.import_module("pivotal_api.resources.bounded").Bounded.get.__kwdefaults__
    assert defaults["words"] == ("x",)


@pytest.mark.usefixtures("package")
def test_a_default_has_the_type_of_its_argument() -> None:
    defaults = importlib.import_module("pivotal_api.resources.bounded").Bounded.get.__kwdefaults__
    assert defaults["day"] == datetime.date(2026, 1, 2)


def test_headers_that_openapi_ignores_are_not_arguments(client: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, STATE))
    assert client.ignored.get().status == "ok"


def test_a_file_that_states_its_media_type_is_passed_as_bytes(package: ModuleType) -> None:
    types = importlib.import_module("pivotal_api.resources.files").Files.send.__annotations__
    assert types["cover"] == bytes | tuple[str, bytes] | package.UnsetType
    assert types["more"] == Sequence[bytes | tuple[str, bytes]] | package.UnsetType


def test_the_key_is_sent_only_where_the_contract_takes_it(client: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, STATE))
    client.open.get()
    assert "authorization" not in loopback.requests[-1].headers


@pytest.mark.parametrize("level", [0, -2])
def test_a_number_in_the_path_that_is_not_an_id_may_be_any(client: Any, loopback: ScriptedServer, level: int) -> None:
    loopback.play(reply(200, STATE))
    client.levels.get(level)
    assert loopback.requests[-1].target == f"/levels/{level}"


def test_an_unknown_tag_of_a_union_with_a_default_is_read(client: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, {"t": "later", "b": "x"}))
    assert client.event.get() == {"t": "later", "b": "x"}


def test_a_media_type_by_reference_is_followed(client: Any, loopback: ScriptedServer) -> None:
    loopback.play(reply(200, STATE))
    assert client.described.get().timestamp == "now"


def test_the_marks_of_the_pipeline_in_a_contract_have_no_effect(client: Any, loopback: ScriptedServer) -> None:
    values = {"a": "x", "nothing": None, "x-sdk-version": "1"}
    loopback.play(reply(200, values))
    marked = client.marked.get()
    assert (marked.to_dict(), marked.field_x_sdk_version) == (values, "1")


def test_a_deprecated_schema_is_documented(package: ModuleType) -> None:
    assert package.models.Marked.__doc__.startswith("Deprecated.")
