"""Sources that contradict each other about a schema or an operation: listed, and written only with --accept."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec.cli import main
from scripts.import_spec.importer import import_source
from tests.scripts.dialects import fragment, live_document, page

CUSTOMER = "/components/schemas/Customer"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    return pages


def write_page(folder: Path, contract: dict[str, Any], name: str, document: dict[str, Any] | None = None) -> None:
    (folder / f"{name}.md").write_text(page(contract, name, document), encoding="utf-8")


def test_two_pages_of_one_source_contradict_each_other(
    folder: Path, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "update-contact")
    document["components"]["schemas"]["Contact"]["properties"]["title"]["type"] = "string"
    write_page(folder, contract, "get-contact")
    write_page(folder, contract, "update-contact", document)
    snapshot = (spec / "openapi.yaml").read_bytes()
    assert main([str(folder), "--spec", str(spec)]) == 1
    assert (spec / "openapi.yaml").read_bytes() == snapshot
    assert not (spec / "pages" / "get-contact.md").exists()
    output = capsys.readouterr().out
    assert "Contact.title type" in output
    assert f'["null", "string"] ({folder / "get-contact.md"})' in output
    assert f"string ({folder / 'update-contact.md'})" in output
    assert "1 contradiction, nothing is written" in output

    assert main([str(folder), "--spec", str(spec), "--accept"]) == 0
    title = load(spec / "openapi.yaml")["components"]["schemas"]["Contact"]["properties"]["title"]
    assert title["type"] == "string"
    assert (spec / "pages" / "get-contact.md").exists()


def test_a_source_contradicts_a_vendored_page(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = live_document(contract)
    document["components"]["schemas"]["Customer"]["properties"]["mrr"]["type"] = "number"
    document["paths"]["/api/v1/customers/{id}"]["get"]["summary"] = "Read a customer"
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    outcome = import_source(str(source), spec)
    assert not outcome.written
    reported = {(*contradiction[:3], contradiction.head_source) for contradiction in outcome.contradictions}
    assert reported == {
        (("operations", "get-customer"), ("summary",), "spec/pages/get-customer.md", str(source)),
        (("schemas", "Customer"), ("properties", "mrr", "type"), "spec/pages/get-customer.md", str(source)),
    }


def test_a_property_missing_on_another_page_is_a_contradiction(
    folder: Path, contract: dict[str, Any], spec: Path
) -> None:
    document = fragment(contract, "update-customer")
    document["components"]["schemas"]["Customer"]["properties"]["region"] = {"type": "string"}
    write_page(folder, contract, "update-customer", document)
    outcome = import_source(str(folder), spec)
    [contradiction] = outcome.contradictions
    assert (contradiction.subject, contradiction.place) == (("schemas", "Customer"), ("properties", "region"))
    assert (repr(contradiction.base), contradiction.head) == ("-", {"type": "string"})


def test_a_new_version_of_a_page_is_not_a_contradiction(folder: Path, contract: dict[str, Any], spec: Path) -> None:
    document = fragment(contract, "get-customer")
    document["components"]["schemas"]["Customer"]["properties"]["mrr"]["type"] = ["number", "null"]
    write_page(folder, contract, "get-customer", document)
    outcome = import_source(str(folder), spec)
    assert not outcome.contradictions
    assert outcome.written
    assert [change.place[-1] for change in outcome.changes] == ["type"]


def test_documented_parts_without_a_page_can_change(
    folder: Path, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "list-onboardings")
    parameter = document["paths"]["/api/v1/onboardings"]["get"]["parameters"][0]
    parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
    write_page(folder, contract, "list-onboardings", document)
    assert main([str(folder), "--spec", str(spec)]) == 0
    output = capsys.readouterr().out
    assert "changed          list-onboardings query limit schema type" in output
    assert "string -> integer" in output


def test_order_line_breaks_and_dialects_are_not_contradictions(
    folder: Path, contract: dict[str, Any], spec: Path
) -> None:
    document = fragment(contract, "update-customer")
    schemas = document["components"]["schemas"]
    schemas["ErrorErrorType"]["enum"].reverse()
    schemas["Customer"]["required"].reverse()
    mrr = schemas["Customer"]["properties"]["mrr"]
    mrr |= {"description": "Monthly recurring revenue\nin cents.\n", "type": "integer", "nullable": True}
    write_page(folder, contract, "update-customer", document)
    outcome = import_source(str(folder), spec)
    assert not outcome.contradictions
    assert {change.place[-1] for change in outcome.changes} == {"x-evidence"}


def test_json_contains_sources_and_pointers(
    folder: Path, contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = fragment(contract, "update-customer")
    document["components"]["schemas"]["Customer"]["properties"]["mrr"]["type"] = "number"
    write_page(folder, contract, "update-customer", document)
    assert main([str(folder), "--spec", str(spec), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["written"] is False
    assert report["contradictions"] == [
        {
            "subject": "schemas/Customer",
            "pointer": "/properties/mrr/type",
            "base": {"source": "spec/pages/get-customer.md", "value": ["integer", "null"]},
            "head": {"source": str(folder / "update-customer.md"), "value": "number"},
        }
    ]
    pointers = {change["pointer"]: change["kind"] for change in report["changes"]}
    assert pointers[f"{CUSTOMER}/properties/mrr/type"] == "changed"
    assert pointers["/components/schemas/CustomerUpdate/x-evidence"] == "evidence raised"
