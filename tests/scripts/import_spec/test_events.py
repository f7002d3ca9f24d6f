"""Events of a whole document: an import keeps the contract's, and says which the document has otherwise."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec.cli import main
from scripts.import_spec.events import other_events
from scripts.import_spec.importer import import_source
from scripts.project import CONTRACT
from tests.scripts.dialects import live_document

NEW: dict[str, Any] = {"customer.merged": {"post": {"responses": {"200": {"description": "taken"}}}}}


def renamed(contract: dict[str, Any]) -> None:
    contract["webhooks"]["customer.merged"] = contract["webhooks"].pop("customer.created")


def with_another_field(contract: dict[str, Any]) -> None:
    contract["components"]["schemas"]["EventEnvelope"]["properties"]["org_id"]["type"] = "integer"


def without_evidence(contract: dict[str, Any]) -> None:
    del contract["webhooks"]["customer.created"]["post"]["x-evidence"]


def without_an_event(contract: dict[str, Any]) -> None:
    del contract["webhooks"]["customer.created"]


@pytest.mark.parametrize(
    ("change", "count"), [(renamed, 1), (with_another_field, 20), (without_evidence, 0), (without_an_event, 0)]
)
def test_events_that_a_document_has_otherwise_are_found(change: Any, count: int) -> None:
    contract = load(CONTRACT)
    changed = deepcopy(contract)
    change(changed)
    assert len(other_events(changed, contract)) == count


def test_an_import_keeps_the_events_and_names_the_others(
    contract: dict[str, Any], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = spec.parent / "openapi.json"
    source.write_text(json.dumps({**live_document(contract), "webhooks": NEW}), encoding="utf-8")
    outcome = import_source(str(source), spec)
    assert outcome.other_events == ["customer.merged"]
    assert load(spec / "openapi.yaml").get("webhooks") == contract.get("webhooks")
    assert main([str(source), "--spec", str(spec)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "the source has others: customer.merged; an import leaves the events" in printed.replace("│", "")
