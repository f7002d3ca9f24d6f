"""The description of the contract: complete, with the names of the client, and loaded only on request."""

import inspect
import json
import os
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pivotal_api import models
from pivotal_api.contract import BASE_URL, load_description
from pivotal_runtime.description import Description, Field, OperationEntry, Schema, decode_description

from scripts.contract import load, operations
from scripts.openapi.schemas import component_name, resolve_reference
from scripts.project import CONTRACT, GENERATED, OVERLAYS
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.parameters import parameters_of
from scripts.regenerate.source import read_source
from scripts.regenerate.unions import properties_of_object

DOCUMENT = apply_corrections(read_source(load(CONTRACT)))
DESCRIPTION = load_description()
OPERATIONS = [(path, verb, operation) for path, verb, operation in operations(DOCUMENT)]
NAMES = {
    "minimum": "minimum", "maximum": "maximum", "minLength": "min_length", "maxLength": "max_length",
    "pattern": "pattern", "format": "format", "minItems": "min_items", "maxItems": "max_items",
}  # fmt: skip


def check_schema(raw: Any, schema: Schema) -> None:
    """Compare a schema of the document with the description's, and everything inside it."""
    name = component_name(raw)
    parts = [part for word in ("anyOf", "oneOf", "allOf") for part in raw.get(word, []) if part != {"type": "null"}]
    if name is None and len(parts) == 1:
        check_schema(parts[0], schema)
        return
    if "allOf" in raw:
        raw = {"type": "object", "properties": properties_of_object(DOCUMENT, raw), "required": required_of(raw)}
    assert schema.ref == name
    if name is not None:
        return
    check_values(raw, schema)
    for part, alternative in zip(parts, schema.any_of, strict=False):
        check_schema(part, alternative)
    for word, inner in (("items", schema.items), ("additionalProperties", schema.values)):
        if isinstance(raw.get(word), dict) and "prefixItems" not in raw:
            assert inner is not None
            check_schema(raw[word], inner)
    check_fields(raw, schema.fields)


def required_of(raw: Any) -> list[str]:
    """Return the required properties of an object and its parts."""
    resolved = resolve_reference(DOCUMENT, raw)
    return [*resolved.get("required", []), *(name for part in resolved.get("allOf", []) for name in required_of(part))]


def check_values(raw: dict[str, Any], schema: Schema) -> None:
    """Compare what a schema says of its values alone."""
    types = raw.get("type", [])
    types = types if isinstance(types, list) else [types]
    assert (*schema.types, *(["null"] if schema.nullable and "null" in types else [])) == tuple(types)
    for keyword, attribute in NAMES.items():
        assert getattr(schema, attribute) == raw.get(keyword)
    assert schema.default == raw.get("default", msgspec.UNSET)
    values = [value for value in raw.get("enum", []) if value is not None]
    assert list(schema.enum or []) == ([raw["const"]] if "const" in raw else values)
    assert schema.closed == (raw.get("additionalProperties") is False)


def check_fields(raw: dict[str, Any], fields: tuple[Field, ...]) -> None:
    """Compare the properties of an object with the fields of the description."""
    assert [field.name for field in fields] == list(raw.get("properties", {}))
    for field in fields:
        part = raw["properties"][field.name]
        assert field.required == (field.name in raw.get("required", []))
        assert field.description == part.get("description", "")
        assert (field.evidence, field.deprecated) == (part.get("x-evidence", ""), bool(part.get("deprecated")))
        assert (field.read_only, field.write_only) == (bool(part.get("readOnly")), bool(part.get("writeOnly")))
        check_schema(part, field.schema)


@pytest.mark.parametrize(("path", "verb", "raw"), OPERATIONS, ids=[entry[2]["operationId"] for entry in OPERATIONS])
def test_every_operation_is_described(path: str, verb: str, raw: dict[str, Any]) -> None:
    operation = DESCRIPTION.operation(raw["operationId"])
    assert (operation.method, operation.path, operation.tag) == (verb.upper(), path, raw["tags"][0])
    assert (operation.summary, operation.description) == (raw.get("summary", ""), raw.get("description", ""))
    assert operation.documentation == raw.get("externalDocs", {}).get("url")
    assert operation.evidence == raw["x-evidence"]
    assert operation.deprecated == bool(raw.get("deprecated"))
    assert operation.authenticated == bool(raw.get("security", DOCUMENT.get("security")))


@pytest.mark.parametrize(("path", "verb", "raw"), OPERATIONS, ids=[entry[2]["operationId"] for entry in OPERATIONS])
def test_every_parameter_is_described(path: str, verb: str, raw: dict[str, Any]) -> None:
    operation = DESCRIPTION.operation(raw["operationId"])
    declared = [parameter for parameter, _ in parameters_of(DOCUMENT, path, raw)]
    assert len(operation.parameters) == len(declared)
    for entry, parameter in zip(declared, operation.parameters, strict=True):
        assert (parameter.name, parameter.location) == (entry["name"], entry["in"])
        assert parameter.required == bool(entry.get("required"))
        assert (parameter.description, parameter.evidence) == (entry.get("description", ""), entry["x-evidence"])
        check_schema(entry["schema"], parameter.schema)


@pytest.mark.parametrize(("path", "verb", "raw"), OPERATIONS, ids=[entry[2]["operationId"] for entry in OPERATIONS])
def test_every_body_and_response_is_described(path: str, verb: str, raw: dict[str, Any]) -> None:
    operation = DESCRIPTION.operation(raw["operationId"])
    assert (operation.body is not None) == ("requestBody" in raw)
    if operation.body is not None:
        body = resolve_reference(DOCUMENT, raw["requestBody"])
        schema = body["content"][operation.body.media_type]["schema"]
        assert operation.body.required == bool(body.get("required"))
        check_schema(schema, operation.body.schema)
        if operation.body.argument is None:
            check_fields(resolve_reference(DOCUMENT, schema), operation.body.fields)
    assert [response.status for response in operation.responses] == list(raw["responses"])
    for response in operation.responses:
        entry = resolve_reference(DOCUMENT, raw["responses"][response.status])
        assert response.description == entry["description"]
        if response.schema is not None:
            check_schema(entry["content"][response.media_type]["schema"], response.schema)


def test_every_named_schema_is_described() -> None:
    raw = DOCUMENT["components"]["schemas"]
    assert DESCRIPTION.schemas.keys() == raw.keys()
    for name, schema in DESCRIPTION.schemas.items():
        check_schema(raw[name], schema)


def test_the_head_is_that_of_the_contract() -> None:
    assert (DESCRIPTION.title, DESCRIPTION.version) == (DOCUMENT["info"]["title"], DOCUMENT["info"]["version"])
    assert DESCRIPTION.base_url == BASE_URL
    described = {tag["name"]: tag.get("description", "") for tag in DOCUMENT["tags"]}
    assert {tag.name for tag in DESCRIPTION.tags} == {raw["tags"][0] for _, _, raw in OPERATIONS}
    assert all(tag.description == described.get(tag.name, "") for tag in DESCRIPTION.tags)


def method_of(operation: OperationEntry) -> Any:
    """Return the method of the generated resource."""
    module = import_module(f"pivotal_api.resources.{operation.resource}")
    name = next(name for name in module.__all__ if not name.startswith("Async"))
    return getattr(getattr(module, name), operation.name)


@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=lambda operation: operation.id)
def test_the_python_names_are_those_of_the_client(operation: OperationEntry) -> None:
    parameters = inspect.signature(method_of(operation)).parameters
    body = operation.body
    fields: list[Field] = [*operation.parameters, *(body.fields if body else ())]
    fields += [body.argument] if body and body.argument else []
    names = {field.python for field in fields if field.python}
    assert names == set(parameters) - {"self", "options", "prefetch"}


CLASSES = [(schema.class_name, schema) for schema in DESCRIPTION.schemas.values() if schema.class_name is not None]


@pytest.mark.parametrize(("name", "schema"), CLASSES)
def test_the_classes_are_those_of_the_models(name: str, schema: Schema) -> None:
    found = getattr(models, name)
    if schema.enum:
        assert [found[member].value for member in schema.members] == list(schema.enum)
    for field in schema.fields:
        assert hasattr(found, field.python)


def test_pages_name_their_rows() -> None:
    pages = {entry.id: entry.success.page_of for entry in DESCRIPTION.operations if entry.success.page_of}
    assert pages.keys() == {raw["operationId"] for _, _, raw in OPERATIONS if is_list(raw)}
    for id_, rows in pages.items():
        assert DESCRIPTION.resolve(rows).class_name == DESCRIPTION.operation(id_).result


def is_list(raw: dict[str, Any]) -> bool:
    parameters = {resolve_reference(DOCUMENT, entry)["name"] for entry in raw.get("parameters", [])}
    content = resolve_reference(DOCUMENT, next(iter(raw["responses"].values()))).get("content", {})
    envelope = properties_of_object(DOCUMENT, content.get("application/json", {}).get("schema", {}))
    return "cursor" in parameters and {"data", "has_more", "next_cursor"} <= envelope.keys()


def test_the_file_has_a_line_for_each_operation_and_schema() -> None:
    lines = (GENERATED / "pivotal_api" / "contract.json").read_text("utf-8").splitlines()
    for operation in DESCRIPTION.operations:
        (line,) = (line for line in lines if line.startswith(f'{{"id":"{operation.id}"'))
        assert json.loads(line.rstrip(","))["path"] == operation.path


def test_an_unknown_operation_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="no-such"):
        DESCRIPTION.operation("no-such")


def test_what_is_omitted_has_its_default() -> None:
    assert decode_description(msgspec.json.encode(DESCRIPTION)) == DESCRIPTION
    empty = Description(title="", version="1", base_url="", tags=(), operations=(), schemas={})
    assert decode_description(msgspec.json.encode(empty)) == empty


LOADS_NOTHING = """
import sys
from pivotal import PivotalApi
from pivotal.errors import APIConnectionError
from pivotal_api import Client
try:
    PivotalApi(api_key="pivotal_test_K8s9secretsecret", base_url="http://127.0.0.1:9", max_retries=0).meta.me()
except APIConnectionError:
    later = (".description", ".sandbox", ".columns", ".arrow", "pyarrow")
    print(sorted(name for name in sys.modules if name.endswith(later)))
from pivotal_api.contract import load_description
print(load_description() is load_description(), "pivotal_runtime.description" in sys.modules)
"""


def run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_call_does_not_load_the_description() -> None:
    assert run(LOADS_NOTHING) == "[]\nTrue True\n"


def test_the_description_is_read_from_a_zip_file(tmp_path: Path) -> None:
    archive = tmp_path / "packages.zip"
    with zipfile.ZipFile(archive, "w") as packages:
        for folder in (GENERATED / "pivotal_api", OVERLAYS / "pivotal_runtime"):
            for path in folder.rglob("*.*"):
                packages.write(path, path.relative_to(folder.parent))
    code = "import pivotal_api; from pivotal_api.contract import load_description as load; print(pivotal_api.__file__)"
    printed = run(f"{code}; print(len(load().operations))", PYTHONPATH=str(archive)).split()
    assert printed[0].startswith(str(archive))
    assert int(printed[1]) == len(OPERATIONS)
