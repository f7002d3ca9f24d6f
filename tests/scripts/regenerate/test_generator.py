"""What the generator would silently skip or misread is rejected in one sentence that names the place."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import parse_yaml
from scripts.project import GENERATOR_CONFIG, TEMPLATES
from scripts.regenerate import generator
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.generator import generate
from tests.scripts.specs import (
    OK,
    Document,
    add_operation,
    copy_contract,
    generate_client,
    operation,
    reference,
    responses_with,
)

TEXT = {"type": "string"}
HEALTH = reference("Health")
JSON = "application/json"


def get(**changes: Any) -> Document:
    return add_operation("/api/v1/things", "get", operation("get-thing", HEALTH, tag="things") | changes)


def parameter(**raw: Any) -> Document:
    return get(parameters=[{"name": "q", "in": "query", **raw}])


def post(content: Document) -> Document:
    return add_operation("/api/v1/things", "post", operation("create-thing", HEALTH, requestBody={"content": content}))


def thing(**properties: Any) -> Document:
    schema = {"Thing": {"type": "object", "properties": properties}}
    return add_operation("/api/v1/things", "get", operation("get-thing", reference("Thing"), tag="things"), schema)


def two_operations(first: Document, second: Document) -> Document:
    document = add_operation("/api/v1/first", "get", first)
    document["paths"]["/api/v1/second"] = {"get": second}
    return document


def without(key: str, document: Document) -> Document:
    del document["paths"]["/api/v1/things"]["get"][key]
    return document


HERE = "/paths/~1api~1v1~1things/get"
CASES: dict[str, tuple[Document, str]] = {
    "no operationId": (without("operationId", get()), f"{HERE}: GET /api/v1/things has no operationId"),
    "no tags": (without("tags", get()), f"{HERE}: get-thing (GET /api/v1/things) has no tags"),
    "same operationId": (
        two_operations(operation("a", HEALTH), operation("a", HEALTH, tag="meta")),
        "a (GET /api/v1/first) and a (GET /api/v1/second) have the operationId a; change one in overlays/spec",
    ),
    "same method": (
        two_operations(operation("get-x", HEALTH), operation("get_x", HEALTH)),
        "would both be the method customers.get_x; set x-sdk-method of one in overlays/spec",
    ),
    "same tag": (
        two_operations(operation("a", HEALTH, tag="x y"), operation("b", HEALTH, tag="x-y")),
        "/paths/~1api~1v1~1second/get/tags/0: the tags 'x y' and 'x-y' would both be the resource x_y",
    ),
    "same class of tags": (
        two_operations(operation("get-x", HEALTH, tag="jobs"), operation("get-y", HEALTH, tag="async jobs")),
        "/paths/~1api~1v1~1second/get/tags/0: the tags 'jobs' and 'async jobs' would both have the class AsyncJobs",
    ),
    "default of another type": (
        parameter(schema={"type": "integer", "default": "20"}),
        f"{HERE}/parameters/0: get-thing (GET /api/v1/things): the parameter q has a default that its schema",
    ),
    "default that is not listed": (
        parameter(schema={"type": "string", "enum": ["a", "b"], "default": "c"}),
        "the parameter q has a default that its schema doesn't allow; correct or remove the default in overlays/spec",
    ),
    "default that is not a date": (
        parameter(schema={"type": "string", "format": "date", "default": "today"}),
        "the parameter q has a default that its schema doesn't allow",
    ),
    "date in a header": (
        get(parameters=[{"name": "q", "in": "header", "schema": {**TEXT, "format": "date"}}]),
        f"{HERE}/parameters/0: get-thing (GET /api/v1/things): the parameter q is a date or has several types",
    ),
    "placeholder": (add_operation("/api/v1/{a}", "get", operation("a", HEALTH)), "placeholders of the path"),
    "cookie": (get(parameters=[{"name": "q", "in": "cookie", "schema": TEXT}]), "the parameter q is sent in a cookie"),
    "no schema": (parameter(content={JSON: {"schema": TEXT}}), f"{HERE}/parameters/0: get-thing (GET"),
    "style": (
        parameter(style="deepObject", schema={"type": "array", "items": TEXT}),
        "the parameter q has a style that is not supported (deepObject",
    ),
    "list in a header": (
        get(parameters=[{"name": "q", "in": "header", "schema": {"type": "array", "items": TEXT}}]),
        "the parameter q is an array",
    ),
    "same argument": (
        get(parameters=[{"name": name, "in": "query", "schema": TEXT} for name in ("a-b", "a_b")]),
        "more than one a_b",
    ),
    "body and path": (
        add_operation(
            "/api/v1/things/{id}", "post",
            operation("set-thing", HEALTH, requestBody={"content": {JSON: {"schema": {"properties": {"id": TEXT}}}}},
                      parameters=[{"name": "id", "in": "path", "required": True, "schema": TEXT}]),
        ),
        "set-thing (POST /api/v1/things/{id}): more than one id",
    ),
    "mixed answers": (
        get(responses=responses_with(HEALTH) | {"201": {**OK, "content": {"text/csv": {"schema": TEXT}}}}),
        f"{HERE}/responses: get-thing (GET /api/v1/things) answers json and text",
    ),
    "no success": (get(responses={"400": OK}), f"{HERE}/responses: get-thing (GET /api/v1/things) lists no success"),
    "dangling": (get(responses=responses_with(reference("Nope"))), "$ref '#/components/schemas/Nope' points nowhere"),
    "reference into paths": (
        get(responses=responses_with({"$ref": "#/paths/~1api~1v1~1me/get"})),
        "is not a name under components; move what it refers to there",
    ),
    "later version": (copy_contract() | {"openapi": "4.0.0"}, "/openapi: OpenAPI 4.0.0 is not supported; convert"),
    "later method": (
        add_operation("/api/v1/things", "query", operation("find-things", HEALTH)),
        "/paths/~1api~1v1~1things/query: /api/v1/things has operations under query, which the client can't send",
    ),
    "names in circles": (
        add_operation("/api/v1/things", "get", operation("get-thing", reference("A")),
                      {name: {"anyOf": [reference(other), {"type": "null"}]} for name, other in ("AB", "BA")}),
        "get-thing (GET /api/v1/things)",
    ),
    "several": (
        get(servers=[{"url": "https://other.example"}], responses={"400": OK}),
        f"{HERE}/servers: get-thing (GET /api/v1/things) has a server of its own, and the client has one base URL; "
        "remove it in overlays/spec, and call it by another client's request() (make lint-spec lists 1 more).",
    ),
    "same field": (thing(**{"a-b": TEXT, "a b": TEXT}), "the properties 'a-b' and 'a b' would both be the field"),
    "same class": (
        add_operation("/api/v1/x", "get", operation("get-x"), {name: {"type": "object"} for name in ("A_B", "AB")}),
        "/components/schemas/AB: the schemas A_B and AB would both be the class AB",
    ),
    "same value": (thing(kind={"type": "string", "enum": ["a", "a"]}), "/properties/kind/enum/1: the value 'a'"),
    "unquoted": (
        thing(country={"type": "string", "enum": ["DE", False]}),
        "/components/schemas/Thing/properties/country/enum/1: the value false is not a string",
    ),
    "impossible field": (thing(part=False), "/components/schemas/Thing/properties/part: no value is valid here"),
    "server of a path": (get(servers=[{"url": "https://other.example"}]), f"{HERE}/servers: get-thing"),
    "another key": (get(security=[{"Other": []}]), f"{HERE}/security: get-thing (GET /api/v1/things) is secured by"),
    "no server": (copy_contract() | {"servers": []}, "/servers: the contract names no server"),
    "plain server": (copy_contract() | {"servers": [{"url": "http://api.example"}]}, "/servers/0/url: the server"),
    "open server": (copy_contract() | {"servers": [{"url": "https://{region}.example"}]}, "variable region has no"),
    "path item": (
        copy_contract() | {"paths": {"/x": {"$ref": "#/components/pathItems/Nope"}}},
        "/paths/~1x: $ref '#/components/pathItems/Nope' is not a path item",
    ),
    "no paths": (copy_contract() | {"paths": {}}, "matches nothing"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_unsupported_contract_is_rejected(tmp_path: Path, case: str) -> None:
    document, message = CASES[case]
    with pytest.raises(InputError, match=re.escape(message)):
        generate_client(document, tmp_path)
    assert not (tmp_path / "generated" / "manifest.json").exists()


def test_a_name_in_the_overlay_resolves_a_clash(tmp_path: Path) -> None:
    document = two_operations(operation("get-x", HEALTH), operation("get-customers-x", HEALTH))
    corrected = apply_corrections(document)
    corrected["paths"]["/api/v1/second"]["get"]["x-sdk-method"] = "get_second"
    view = generate(corrected, tmp_path / "made")
    assert "get_second" in [method.name for method in view.resources["customers"]]


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[Document, Path, Path]:
    """A corrected contract, and copies of the generator's configuration and of the templates."""
    config = tmp_path / "config.yaml"
    config.write_bytes(GENERATOR_CONFIG.read_bytes())
    templates = tmp_path / "templates"
    for source in TEMPLATES.rglob("*"):
        if source.suffix in (".jinja", ".py"):
            target = templates / source.relative_to(TEMPLATES)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    return apply_corrections(copy_contract()), config, templates


def configure(**settings: Any) -> Callable[[Path, Path], None]:
    return lambda config, _: (
        config.write_text(yaml.safe_dump({**_settings(config), **settings}), encoding="utf-8") and None
    )


def _settings(config: Path) -> dict[str, Any]:
    settings: dict[str, Any] = parse_yaml(config.read_bytes(), "")
    return settings


def rename_template(old: str, new: str) -> Callable[[Path, Path], None]:
    return lambda _, templates: (templates / old).rename(templates / new) and None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (configure(packge_name_override="x"), "has no key packge_name_override"),
        (configure(class_overrides={}), "class_overrides would hide names from us; set x-sdk-name in overlays/spec"),
        (lambda config, _: config.write_text("[]") and None, "config.yaml"),
        (lambda config, _: config.unlink(), "config.yaml"),
        (rename_template("model.py.jinja", "models.py.jinja"), "models.py.jinja was never used"),
        (rename_template("str_enum.py.jinja", "string_enum.py.jinja"), "string_enum.py.jinja was never used"),
        (rename_template("str_enum.py.jinja", "str_enum.py.jinja.bak"), "str_enum.py.jinja.bak"),
        (lambda _, templates: (templates / "new.py.jinja").write_text("x") and None, "new.py.jinja was never used"),
        (rename_template("resource.py.jinja", "resources.py.jinja"), "resources.py.jinja was never used"),
        (lambda _, templates: (templates / "helpers.jinja").unlink(), "helpers.jinja is missing"),
    ],
)  # fmt: skip
def test_a_misnamed_input_is_rejected(
    inputs: tuple[Document, Path, Path], tmp_path: Path, change: Callable[[Path, Path], None], message: str
) -> None:
    document, config, templates = inputs
    change(config, templates)
    with pytest.raises(InputError, match=re.escape(message)):
        generate(document, tmp_path / "made", config_file=config, templates=templates)


@pytest.mark.parametrize("name", generator.PINNED)
def test_a_version_other_than_the_pinned_one_is_rejected(
    inputs: tuple[Document, Path, Path], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test can't change which versions are installed, but it can change which are reported.
    real = generator.version
    monkeypatch.setattr(generator, "version", lambda package: "0.0.1" if package == name else real(package))
    with pytest.raises(InputError, match=rf"{name} is 0\.0\.1, but .*make venv"):
        generate(inputs[0], tmp_path / "made")
