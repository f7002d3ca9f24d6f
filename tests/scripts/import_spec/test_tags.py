"""A whole document never renames or empties the contract's tags; a new operation gets one by a rule."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load, operations
from scripts.import_spec.cli import main
from scripts.import_spec.importer import Outcome, import_source
from tests.scripts.contract_edits import lint_frozen
from tests.scripts.dialects import all_operations, fragment, live_document, page


def import_document(document: dict[str, Any], spec: Path, *, accept: bool = False) -> Outcome:
    source = spec.parent / "openapi.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    return import_source(str(source), spec, accept=accept)


def tags_of(spec: Path) -> dict[str, list[str]]:
    return {operation["operationId"]: operation["tags"] for _, _, operation in operations(load(spec / "openapi.yaml"))}


def with_tags(contract: dict[str, Any], tags: list[str] | None) -> dict[str, Any]:
    """Return the live document with other tags at every operation; None keeps no key."""
    document = live_document(contract)
    for _, _, operation in all_operations(document):
        ours = operation.pop("tags")
        if tags is not None:
            operation["tags"] = [tag.format(ours[0].capitalize()) for tag in tags]
    return document


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize("tags", [None, [], ["{}"], ["api"], ["{}", "v1"]], ids=str)
def test_the_contracts_tags_stay(tags: list[str] | None, accept: bool, contract: dict[str, Any], spec: Path) -> None:
    before = tags_of(spec)
    declared = load(spec / "openapi.yaml")["tags"]
    outcome = import_document(with_tags(contract, tags), spec, accept=accept)
    assert outcome.written
    assert tags_of(spec) == before
    assert load(spec / "openapi.yaml")["tags"] == declared
    assert outcome.other_tags.keys() == before.keys()
    assert lint_frozen(spec) == []


def test_a_new_operation_gets_the_contracts_tag_for_its_own(contract: dict[str, Any], spec: Path) -> None:
    document = with_tags(contract, ["{}"])
    health = document["paths"]["/api/v1/health"]["get"]
    document["paths"]["/api/v1/contacts/search"] = {
        "get": {**health, "operationId": "search-contacts", "tags": ["Contacts"]}
    }
    document["paths"]["/api/v1/tasks"] = {"get": {**health, "operationId": "find-tasks", "tags": ["Tasks"]}}
    import_document(document, spec)
    assert tags_of(spec)["search-contacts"] == ["contacts"]
    assert tags_of(spec)["find-tasks"] == ["Tasks"]


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/api/v1/customers/{id}/notes", "customers"),
        ("/api/v1/customers/{customerId}/contacts/merge", "contacts"),
        ("/api/v1/onboardings/{id}/tasks/{taskId}", "onboardings"),
        ("/api/v1/tasks", "tasks"),
        ("/status", "status"),
    ],
)
def test_a_new_operation_without_tags_gets_that_of_its_neighbors(
    path: str, tag: str, contract: dict[str, Any], spec: Path
) -> None:
    document = with_tags(contract, None)
    parameters = [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in path.split("/")
        if part.startswith("{")
    ]
    health = document["paths"]["/api/v1/health"]["get"]
    document["paths"].setdefault(path, {})["put"] = {**health, "operationId": "put-new", "parameters": parameters}
    import_document(document, spec)
    assert tags_of(spec)["put-new"] == [tag]


def test_a_page_decides_its_tag(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = fragment(contract, "get-me")
    document["paths"]["/api/v1/me"]["get"]["tags"] = ["subpackage_identity"]
    (tmp_path / "page.md").write_text(page(contract, "get-me", document), encoding="utf-8")
    import_source(str(tmp_path / "page.md"), spec)
    assert tags_of(spec)["get-me"] == ["identity"]


def test_the_report_says_which_tags_stayed(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = with_tags(contract, None)
    document["paths"]["/api/v1/me"]["get"]["tags"] = ["Identity"]
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    assert main([str(tmp_path / "openapi.json"), "--spec", str(spec)]) == 0
    output = capsys.readouterr().out
    assert "the source has Identity at 1 operation; ours stay, because they name Python resources" in output
    assert "the source has none at 17 operations; ours stay" in output
