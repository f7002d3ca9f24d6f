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


CASES: dict[str, tuple[Document, str]] = {
    "no operationId": (without("operationId", get()), "GET /api/v1/things: has no operationId"),
    "no tags": (without("tags", get()), "GET /api/v1/things: has no operationId or no tag"),
    "same operationId": (two_operations(operation("a", HEALTH), operation("a", HEALTH, tag="meta")), "more than one a"),
    "same method": (
        two_operations(operation("get-x", HEALTH), operation("get_x", HEALTH)),
        "tag customers: more than one get_x",
    ),
    "same tag": (
        two_operations(operation("a", HEALTH, tag="x y"), operation("b", HEALTH, tag="x-y")),
        "tags: more than one x_y",
    ),
    "placeholder": (add_operation("/api/v1/{a}", "get", operation("a", HEALTH)), "placeholders"),
    "cookie": (get(parameters=[{"name": "q", "in": "cookie", "schema": TEXT}]), "the parameter q is sent in a cookie"),
    "no schema": (parameter(content={JSON: {"schema": TEXT}}), "the parameter q has no schema"),
    "explode": (parameter(explode=False, schema={"type": "array", "items": TEXT}), "the parameter q has a style"),
    "deepObject": (parameter(style="deepObject", schema={"type": "object"}), "the parameter q has a style"),
    "same argument": (
        get(parameters=[{"name": name, "in": "query", "schema": TEXT} for name in ("a-b", "a_b")]),
        "more than one a_b",
    ),
    "body list": (post({JSON: {"schema": {"type": "array", "items": TEXT}}}), "not a JSON object"),
    "body form": (post({"multipart/form-data": {"schema": {"type": "object"}}}), "not a JSON object"),
    "text answer": (get(responses=responses_with(TEXT, "text/plain")), "returns text/plain with 200"),
    "file answer": (get(responses=responses_with(TEXT, "application/octet-stream")), "octet-stream"),
    "two successes": (get(responses=responses_with(HEALTH) | {"202": OK}), "2 types of success"),
    "no success": (get(responses={"400": OK}), "no success"),
    "dangling": (get(responses=responses_with(reference("Nope"))), "no success that the generator supports"),
    "union answer": (get(responses=responses_with({"oneOf": [HEALTH, reference("Me")]})), "doesn't work: GET_THING"),
    "union field": (thing(part={"oneOf": [HEALTH, reference("Me")]}), "doesn't work: Thing"),
    "same field": (thing(**{"a-b": TEXT, "a b": TEXT}), "no success that the generator supports"),
    "same member": (thing(kind={"type": "string", "enum": ["a b", "A B"]}), "more than one A_B"),
    "same value": (thing(kind={"type": "string", "enum": ["a", "a"]}), "Duplicate key A"),
    "nameless members": (thing(kind={"type": "string", "enum": ["é", "日"]}), "more than one EMPTY"),
    "numbers": (thing(kind={"type": "integer", "enum": [1, 2]}), "only strings are supported"),
    "file field": (thing(part={"type": "string", "format": "binary"}), "File"),
    "broken schema": (thing(part=True), "refuses the contract"),
    "no server": (copy_contract() | {"servers": []}, "lacks servers"),
    "no paths": (copy_contract() | {"paths": {}}, "matches nothing"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_unsupported_contract_is_rejected(tmp_path: Path, case: str) -> None:
    document, message = CASES[case]
    with pytest.raises(InputError, match=re.escape(message)):
        generate_client(document, tmp_path)
    assert not (tmp_path / "generated" / "manifest.json").exists()


def test_a_name_in_the_overlay_resolves_a_clash(tmp_path: Path) -> None:
    document = two_operations(operation("get-x", HEALTH), operation("get_x", HEALTH))
    document["paths"]["/api/v1/second"]["get"]["x-sdk-method"] = "get_second"
    document["paths"]["/api/v1/second"]["get"]["operationId"] = "get-second-x"
    assert (generate_client(document, tmp_path) / "symbols.json").read_text("utf-8").count(
        '"customers.get_second"'
    ) == 1


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
        (configure(class_overrides={"Nope": {"class_name": "X", "module_name": "x"}}), "Nope"),
        (configure(class_overrides="x"), "class_overrides"),
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
