"""Imports over real HTTP: both dialects, idempotence; evidence raised, parts changed, kept and vendored."""

import hashlib
import json
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.errors import InputError
from scripts.contract import load
from scripts.import_spec.importer import Outcome, import_source
from scripts.import_spec.report import kind_of
from scripts.project import ROOT
from tests.scripts.contract_edits import lint_frozen
from tests.scripts.dialects import fragment, live_document, live_json, page, serve_index
from tests.support.frozen import CONTRACT, PAGES
from tests.support.scripted import Site

VENDORED = PAGES / "get-customer.md"


def kinds(outcome: Outcome) -> set[str]:
    return {kind_of(change) for change in outcome.changes}


def places_of(outcome: Outcome, kind: str) -> set[str]:
    return {"/".join(change.place) for change in outcome.changes if kind_of(change) == kind}


def evidence_of(node: Any) -> set[str]:
    if isinstance(node, list):
        return {level for item in node for level in evidence_of(item)}
    if not isinstance(node, dict):
        return set()
    own = {node["x-evidence"]} if "x-evidence" in node else set()
    return own | {level for child in node.values() for level in evidence_of(child)}


def test_both_dialects_yield_the_same_contract(
    docs: Site, contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    pages = import_source(serve_index(docs, contract), spec)
    other = Path(shutil.copytree(CONTRACT.parent, tmp_path / "other"))
    live = import_source(docs.serve("/openapi.json", live_json(contract)), other)

    assert pages.written
    assert live.written
    assert (spec / "openapi.yaml").read_bytes() == (other / "openapi.yaml").read_bytes()
    assert kinds(pages) == kinds(live) == {"evidence raised"}
    assert evidence_of(load(spec / "openapi.yaml")) == {"documented"}
    assert len(pages.sources) == 18
    assert pages.skipped == [f"{docs.url}/guide.md"]
    assert lint_frozen(spec) == []
    assert lint_frozen(other) == []


def test_importing_twice_changes_nothing(docs: Site, contract: dict[str, Any], spec: Path) -> None:
    for source in (serve_index(docs, contract), docs.serve("/openapi.json", live_json(contract))):
        import_source(source, spec)
        snapshot = hash_files(spec)
        again = import_source(source, spec)
        assert not again.changes
        assert not again.written
        assert hash_files(spec) == snapshot


def hash_files(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_vendored_page_agrees_with_the_contract(spec: Path) -> None:
    snapshot = hash_files(spec)
    outcome = import_source(str(VENDORED), spec)
    assert not outcome.changes
    assert not outcome.kept
    assert hash_files(spec) == snapshot


def test_a_page_raises_its_evidence_and_is_vendored(docs: Site, contract: dict[str, Any], spec: Path) -> None:
    text = page(contract, "get-contact") + "\r\nA last line with a carriage return \r\n"
    outcome = import_source(docs.serve("/get-contact.md", text), spec)
    assert (spec / "pages" / "get-contact.md").read_bytes() == text.encode()
    merged = load(spec / "openapi.yaml")
    assert contract["paths"]["/api/v1/contacts/{id}"]["get"]["x-evidence"] == "inferred"
    assert merged["paths"]["/api/v1/contacts/{id}"]["get"]["x-evidence"] == "documented"
    assert evidence_of(merged["components"]["schemas"]["Contact"]) == {"documented"}
    assert merged["components"]["schemas"]["ContactUpdate"]["x-evidence"] == "inferred"
    assert kinds(outcome) == {"evidence raised"}
    assert "| get-contact | documented | 12 | 0 | 0 | [get-contact](pages/get-contact.md) |" in (
        spec / "README.md"
    ).read_text(encoding="utf-8")
    assert lint_frozen(spec) == []


def test_a_page_changes_inferred_parts(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = fragment(contract, "get-contact")
    contact = document["components"]["schemas"]["Contact"]
    contact["properties"]["title"]["type"] = "string"
    contact["properties"]["phone"] = {"type": ["string", "null"]}
    contact["properties"]["role"] = {"type": "string", "enum": ["owner", "member"]}
    contact["required"] += ["phone"]
    outcome = import_text(spec, tmp_path, page(contract, "get-contact", document))
    merged = load(spec / "openapi.yaml")["components"]["schemas"]
    assert merged["Contact"]["properties"]["title"]["type"] == "string"
    assert merged["Contact"]["properties"]["phone"]["x-evidence"] == "documented"
    assert merged["Contact"]["properties"]["role"]["$ref"] == "#/components/schemas/ContactRole"
    assert merged["ContactRole"]["x-evidence"] == "documented"
    assert merged["Contact"]["required"][-1] == "phone"
    assert places_of(outcome, "added") == {
        "components/schemas/Contact/properties/phone",
        "components/schemas/Contact/properties/role",
        "components/schemas/ContactRole",
    }
    assert places_of(outcome, "changed") == {
        "components/schemas/Contact/properties/title/type",
        "components/schemas/Contact/required",
    }
    # The contract's example of a contact lacks the new property; the lint reports that.
    assert {rule for rule, _ in lint_frozen(spec)} == {"examples"}


def import_text(spec: Path, tmp_path: Path, text: str, *, accept: bool = False) -> Outcome:
    source = tmp_path / "page.md"
    source.write_text(text, encoding="utf-8", newline="\n")
    return import_source(str(source), spec, accept=accept)


def test_properties_that_a_page_omits_are_kept_and_listed(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = fragment(contract, "create-customer")
    del document["components"]["schemas"]["CustomerCreate"]["properties"]["mrr"]
    del document["components"]["schemas"]["CustomerCreate"]["properties"]["slug"]
    outcome = import_text(spec, tmp_path, page(contract, "create-customer", document))
    fields = load(spec / "openapi.yaml")["components"]["schemas"]["CustomerCreate"]["properties"]
    assert fields["mrr"]["x-evidence"] == "inferred"
    assert fields["slug"]["x-evidence"] == "example"
    assert {place[-1] for place in outcome.kept} == {"mrr", "slug"}
    # A person must decide about a guess that the page doesn't confirm; what samples show may stay.
    [(rule, problem)] = lint_frozen(spec)
    assert rule == "pages"
    assert problem.pointer == "/components/schemas/CustomerCreate/properties/mrr"

    accepted = import_text(spec, tmp_path, page(contract, "create-customer", document), accept=True)
    assert places_of(accepted, "removed") == {"components/schemas/CustomerCreate/properties/mrr"}
    assert lint_frozen(spec) == []


def test_responses_and_bodies_that_a_page_omits_are_kept(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = fragment(contract, "update-contact")
    operation = document["paths"]["/api/v1/contacts/{id}"]["patch"]
    del operation["requestBody"], operation["responses"]["409"]
    outcome = import_text(spec, tmp_path, page(contract, "update-contact", document))
    merged = load(spec / "openapi.yaml")["paths"]["/api/v1/contacts/{id}"]["patch"]
    assert merged["requestBody"] == contract["paths"]["/api/v1/contacts/{id}"]["patch"]["requestBody"]
    assert list(merged["responses"]) == ["200", "400", "401", "404", "409", "429", "500"]
    assert {place[-1] for place in outcome.kept} == {"requestBody", "409"}


def test_a_new_operation_gets_the_global_parts(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = fragment(contract, "create-customer")
    item = document["paths"].pop("/api/v1/customers")
    item["post"] |= {"operationId": "merge-customers", "tags": ["subpackage_merging"]}
    document["paths"]["/api/v1/customers/merge"] = item
    outcome = import_text(spec, tmp_path, page(contract, "merge-customers", document))
    merged = load(spec / "openapi.yaml")
    added = merged["paths"]["/api/v1/customers/merge"]["post"]
    assert added["parameters"] == [{"$ref": "#/components/parameters/IdempotencyKey"}]
    assert added["responses"]["429"] == {"$ref": "#/components/responses/RateLimited"}
    assert added["externalDocs"]["url"].endswith("/merging/merge-customers")
    assert merged["tags"][-1] == {"name": "merging"}
    assert "paths//api/v1/customers/merge" in places_of(outcome, "added")
    assert lint_frozen(spec) == []


def test_inline_bodies_and_responses_match_the_contracts_schemas(
    contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    document = live_document(contract)
    inlined = _inlined(document["paths"], document["components"].pop("schemas"))
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps({**document, "paths": inlined}), encoding="utf-8")
    outcome = import_source(str(source), spec)
    assert kinds(outcome) == {"evidence raised"}
    names = load(spec / "openapi.yaml")["components"]["schemas"].keys()
    assert names == contract["components"]["schemas"].keys()


def _inlined(node: Any, schemas: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(item, schemas) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(deepcopy(schemas[node["$ref"].rpartition("/")[2]]), schemas)
    return {key: _inlined(child, schemas) for key, child in node.items()}


def test_operations_that_a_whole_document_lacks_are_kept_and_listed(
    contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    document = live_document(contract)
    del document["paths"]["/api/v1/me"]
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    outcome = import_source(str(source), spec)
    assert list(outcome.absent) == ["get-me"]
    assert "/api/v1/me" in load(spec / "openapi.yaml")["paths"]


def test_global_parts_that_a_source_lists_stay_as_they_are(
    contract: dict[str, Any], spec: Path, tmp_path: Path
) -> None:
    document = live_document(contract)
    error = document["paths"]["/api/v1/me"]["get"]["responses"]["401"]
    document["paths"]["/api/v1/me"]["get"]["responses"]["429"] = {**error, "description": "Slow down"}
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    import_source(str(source), spec)
    merged = load(spec / "openapi.yaml")["paths"]["/api/v1/me"]["get"]["responses"]["429"]
    assert merged == {"$ref": "#/components/responses/RateLimited"}


def test_a_moved_operation_keeps_its_examples(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    document = fragment(contract, "get-me")
    document["paths"]["/api/v1/whoami"] = document["paths"].pop("/api/v1/me")
    import_text(spec, tmp_path, page(contract, "get-me", document))
    merged = load(spec / "openapi.yaml")["paths"]
    assert "/api/v1/me" not in merged
    assert merged["/api/v1/whoami"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]


def test_a_broken_vendored_page_can_be_replaced(contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    (spec / "pages" / "get-me.md").write_text("cut off", encoding="utf-8")
    with pytest.raises(InputError, match=r"spec/pages/get-me\.md: no fenced OpenAPI fragment"):
        import_text(spec, tmp_path, page(contract, "get-health"))
    import_text(spec, tmp_path, page(contract, "get-me"))
    assert lint_frozen(spec) == []


@pytest.mark.slow
def test_the_written_bytes_do_not_depend_on_the_hash_seed(contract: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(live_json(contract), encoding="utf-8")
    results = set()
    for seed in ("0", "1", "77"):
        folder = Path(shutil.copytree(CONTRACT.parent, tmp_path / seed))
        command = [
            sys.executable,
            "-m",
            "scripts.import_spec",
            "openapi.json",
            "--json",
            "--spec",
            str(folder),
        ]
        process = subprocess.run(
            command,
            cwd=tmp_path,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        results.add((process.stdout, json.dumps(hash_files(folder))))
    assert len(results) == 1
