"""Each rule finds what it is for, at a JSON pointer, and nothing else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.lint_spec.cli import lint, main
from scripts.openapi.canonical_yaml import dump
from scripts.project import CONTRACT

Change = Callable[[dict[str, Any]], object]
GET_CUSTOMER = "/paths/~1api~1v1~1customers~1{id}/get"
ME = "/paths/~1api~1v1~1me/get"


def get_customer(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"]["/api/v1/customers/{id}"]["get"]
    return found


def get_me(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"]["/api/v1/me"]["get"]
    return found


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def findings(spec: Path, change: Change) -> set[tuple[str, str]]:
    document = load(spec / "openapi.yaml")
    change(document)
    (spec / "openapi.yaml").write_text(dump(document), encoding="utf-8")
    return {(rule, problem.pointer) for rule, problem in lint(spec)}


def test_the_contract_is_clean(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert main(["--spec", str(spec)]) == 0
    line = "spec/openapi.yaml: all rules pass, and the vendored pages agree."
    assert capsys.readouterr().out.splitlines() == [line, line]
    assert main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d["info"].pop("title"), ("openapi", "/info")),
        (
            lambda d: schema(d, "Me")["properties"]["api_key"].update({"$ref": "#/components/schemas/Gone"}),
            ("openapi", ""),
        ),
        (lambda d: get_me(d).pop("operationId"), ("operation-id", ME)),
        (lambda d: get_me(d).update(operationId="getMe"), ("operation-id", ME)),
        (lambda d: get_me(d).update(tags=["meta", "customers"]), ("one-tag", f"{ME}/tags")),
        (lambda d: get_me(d).update(tags=[]), ("one-tag", f"{ME}/tags")),
        (lambda d: get_me(d).update(tags=["identity"]), ("one-tag", f"{ME}/tags")),
        (lambda d: get_me(d).pop("x-evidence"), ("evidence", ME)),
        (lambda d: get_me(d).update({"x-evidence": "rumour"}), ("evidence", ME)),
        (
            lambda d: get_customer(d)["parameters"][0].pop("x-evidence"),
            ("evidence", f"{GET_CUSTOMER}/parameters/0"),
        ),
        (
            lambda d: schema(d, "Contact")["properties"]["email"].pop("x-evidence"),
            ("evidence", "/components/schemas/Contact/properties/email"),
        ),
        (
            lambda d: d["components"]["parameters"]["IdempotencyKey"].pop("x-evidence"),
            ("evidence", "/components/parameters/IdempotencyKey"),
        ),
        (lambda d: get_me(d).update(security=[]), ("security", f"{ME}/security")),
        (
            lambda d: d["paths"]["/api/v1/health"]["get"].pop("security"),
            ("security", "/paths/~1api~1v1~1health/get/security"),
        ),
        (
            lambda d: schema(d, "CustomerList")["required"].remove("has_more"),
            ("list-envelope", "/paths/~1api~1v1~1customers/get/responses/200"),
        ),
        (
            lambda d: schema(d, "CustomerList")["properties"]["next_cursor"].update(type="string"),
            ("list-envelope", "/paths/~1api~1v1~1customers/get/responses/200"),
        ),
        (
            lambda d: get_me(d)["responses"]["401"]["content"]["application/json"].update(schema={"type": "string"}),
            ("error-envelope", f"{ME}/responses/401"),
        ),
        (lambda d: get_me(d)["responses"]["401"].pop("content"), ("error-envelope", f"{ME}/responses/401")),
        (
            lambda d: schema(d, "ErrorError")["required"].remove("code"),
            ("error-envelope", "/components/schemas/Error/properties/error"),
        ),
        (
            lambda d: d["components"]["examples"]["Customer"]["value"].update(mrr="much"),
            ("examples", "/components/examples/Customer/value"),
        ),
        (
            lambda d: d["components"]["examples"]["Contact"]["value"].update(created_at="yesterday"),
            ("examples", "/components/examples/Contact/value"),
        ),
        (
            lambda d: get_me(d)["responses"]["200"]["content"]["application/json"].update(
                examples={"Wrong": {"value": {"object": "me"}}}
            ),
            ("examples", f"{ME}/responses/200/content/application~1json/examples/Wrong"),
        ),
        (
            lambda d: schema(d, "Me")["properties"]["object"].update(nullable=True),
            ("canonical-form", "/components/schemas/Me/properties/object/nullable"),
        ),
    ],
)
def test_a_rule_finds(change: Change, expected: tuple[str, str], spec: Path) -> None:
    assert expected in findings(spec, change)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda d: schema(d, "Customer")["properties"].pop("plan"),
            "/components/schemas/Customer/properties/plan",
        ),
        (
            lambda d: schema(d, "Customer")["properties"].update(region={"type": "string", "x-evidence": "documented"}),
            "/components/schemas/Customer/properties/region",
        ),
        (
            lambda d: schema(d, "Customer")["properties"].update(region={"type": "string", "x-evidence": "inferred"}),
            "/components/schemas/Customer/properties/region",
        ),
        (
            lambda d: schema(d, "Customer")["properties"]["mrr"].update(type="integer"),
            "/components/schemas/Customer/properties/mrr/type",
        ),
        (
            lambda d: schema(d, "Customer")["properties"]["mrr"].pop("description"),
            "/components/schemas/Customer/properties/mrr/description",
        ),
        (lambda d: schema(d, "Customer")["required"].remove("plan"), "/components/schemas/Customer/required"),
        (
            lambda d: schema(d, "ErrorErrorType")["enum"].append("new"),
            "/components/schemas/ErrorErrorType/enum",
        ),
        (lambda d: get_customer(d).update(summary="Read"), f"{GET_CUSTOMER}/summary"),
        (lambda d: get_customer(d).update(deprecated=True), f"{GET_CUSTOMER}/deprecated"),
        (lambda d: get_customer(d)["responses"].pop("404"), f"{GET_CUSTOMER}/responses/404"),
        (
            lambda d: get_customer(d)["parameters"][0].update(description="Any"),
            f"{GET_CUSTOMER}/parameters/0/description",
        ),
        (
            lambda d: get_customer(d)["parameters"].append(
                {
                    "name": "expand",
                    "in": "query",
                    "required": False,
                    "x-evidence": "inferred",
                    "schema": {"type": "string"},
                }
            ),
            f"{GET_CUSTOMER}/parameters/1",
        ),
        (
            lambda d: d["components"]["securitySchemes"]["BearerAuth"].update(description="A key."),
            "/components/securitySchemes/BearerAuth/description",
        ),
    ],
)
def test_the_vendored_page_and_the_contract_say_the_same(change: Change, expected: str, spec: Path) -> None:
    assert ("pages", expected) in findings(spec, change)


def test_what_samples_show_may_be_missing_on_a_page(spec: Path) -> None:
    field = {"type": "string", "x-evidence": "example"}

    def change(document: dict[str, Any]) -> None:
        schema(document, "Customer")["properties"]["region"] = field

    assert "pages" not in {rule for rule, _ in findings(spec, change)}


def test_what_is_ours_or_documented_globally_is_not_compared(spec: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        get_customer(document)["externalDocs"] = {"url": "https://example.com"}
        get_customer(document)["x-note"] = "ours"
        document["components"]["examples"]["Customer"]["value"]["name"] = "Other"
        document["components"]["responses"]["RateLimited"]["description"] = "Slow down"

    assert findings(spec, change) == set()


def test_a_page_under_another_name_or_of_an_unknown_operation(spec: Path) -> None:
    page = spec / "pages" / "get-customer.md"
    page.rename(spec / "pages" / "read-customer.md")
    assert ("pages", "") in {(rule, problem.pointer) for rule, problem in lint(spec)}
    text = (spec / "pages" / "read-customer.md").read_text(encoding="utf-8")
    page.write_text(text.replace("/api/v1/customers/{id}:", "/api/v1/clients/{id}:"), encoding="utf-8")
    assert ("pages", "/paths/~1api~1v1~1clients~1{id}/get") in {(r, problem.pointer) for r, problem in lint(spec)}


def test_formatting(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    (spec / "openapi.yaml").write_text(f"# by hand\n{text}", encoding="utf-8")
    assert main(["--spec", str(spec)]) == 1
    assert "not in canonical form; run `make lint-spec ARGS=--fix`" in capsys.readouterr().out
    assert main(["--spec", str(spec), "--fix"]) == 0
    assert (spec / "openapi.yaml").read_text(encoding="utf-8") == text


def test_a_fix_formats_a_hand_edit_and_keeps_what_it_says(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = load(spec / "openapi.yaml")
    get_me(document)["summary"] = "By hand"
    del get_me(document)["x-evidence"]
    path = spec / "openapi.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert main(["--spec", str(spec), "--fix", "--json"]) == 1
    rules = [one["rule"] for one in json.loads(capsys.readouterr().out)]
    assert "evidence" in rules
    assert "format" not in rules
    assert path.read_text(encoding="utf-8") == dump(document)
    assert load(path) == document


def test_a_fix_leaves_what_it_cannot_read(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec / "openapi.yaml"
    path.write_text("openapi: [", encoding="utf-8")
    assert main(["--spec", str(spec), "--fix"]) == 2
    assert "not valid YAML" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "openapi: ["


def test_all_problems_are_listed_for_people_and_machines(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = load(spec / "openapi.yaml")
    del get_me(document)["x-evidence"]
    get_me(document)["tags"] = []
    (spec / "openapi.yaml").write_text(dump(document), encoding="utf-8")
    assert main(["--spec", str(spec)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["rule", "where", "problem"]
    assert f"evidence  {ME}" in lines[2]
    assert lines[-1] == "3 problems."  # the coverage table is stale as well
    assert main(["--spec", str(spec), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in report] == ["one-tag", "evidence", "coverage"]


def test_files_that_cannot_be_read(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (spec / "pages" / "get-me.md").write_text("<html></html>", encoding="utf-8")
    assert main(["--spec", str(spec)]) == 2
    assert "get-me.md: HTML, not Markdown" in capsys.readouterr().err
    assert main(["--spec", str(tmp_path / "none")]) == 2
    assert "cannot be read" in capsys.readouterr().err
