"""An operation under another operationId: one page stays, and another source contradicts it."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec.cli import main
from scripts.import_spec.importer import import_source
from tests.scripts.contract_edits import lint_frozen
from tests.scripts.dialects import fragment, live_document, page

PATH = "/api/v1/customers/{id}"


def renamed_page(contract: dict[str, Any]) -> str:
    document = fragment(contract, "get-customer")
    document["paths"][PATH]["get"]["operationId"] = "retrieve-customer"
    # The old page has another field; it contradicts nothing, because this page replaces it.
    document["components"]["schemas"]["Customer"]["properties"]["region"] = {"type": "string"}
    return page(contract, "retrieve-customer", document)


def pages(spec: Path) -> list[str]:
    return [path.name for path in (spec / "pages").iterdir()]


def test_the_page_of_a_renamed_operation_replaces_the_old_one(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.md").write_text(renamed_page(contract), encoding="utf-8")
    assert main([str(tmp_path / "page.md"), "--spec", str(spec)]) == 0
    output = capsys.readouterr().out
    assert "get-customer -> retrieve-customer" in output
    assert "removed  pages/get-customer.md" in output
    assert "its operation is called retrieve-customer now" in output
    assert load(spec / "openapi.yaml")["paths"][PATH]["get"]["operationId"] == "retrieve-customer"
    assert pages(spec) == ["retrieve-customer.md"]
    assert "[get-customer]" not in (spec / "README.md").read_text(encoding="utf-8")
    assert {rule for rule, _ in lint_frozen(spec)} <= {"generation"}  # a correction names the old operation


def test_a_document_with_another_operation_id_contradicts_the_page(
    contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    document = live_document(contract)
    document["paths"][PATH]["get"]["operationId"] = "retrieve-customer"
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    outcome = import_source(str(source), spec)
    [contradiction] = outcome.contradictions
    assert contradiction.subject == ("paths", f"GET {PATH}")
    assert (contradiction.base, contradiction.head) == ("get-customer", "retrieve-customer")
    assert pages(spec) == ["get-customer.md"]
    assert outcome.absent == {}
    assert import_source(str(source), spec, accept=True).removed_pages == {"get-customer.md": "retrieve-customer"}
    assert pages(spec) == []
