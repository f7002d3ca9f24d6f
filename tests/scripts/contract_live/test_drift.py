"""Drift is found over real HTTP, in contract and client, and nothing is written."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.contract_live.cli import main
from scripts.contract_live.drift import LIVE, Drift, find_drift
from scripts.project import ROOT
from tests.scripts.dialects import live_document, page
from tests.support.scripted import Answer, Site, reply

pytestmark = pytest.mark.slow  # each test starts the pipeline or an interpreter

PATH = "/api/v1/openapi.json"
# A comparison takes seconds, so each change is compared once.
COMPARED: dict[Callable[[dict[str, Any]], None], Drift] = {}


def serve(docs: Site, document: dict[str, Any]) -> str:
    return docs.serve(PATH, json.dumps(document))


def remove_plan(document: dict[str, Any]) -> None:
    customer = document["components"]["schemas"]["Customer"]
    del customer["properties"]["plan"]
    customer["required"].remove("plan")


def add_tier(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Customer"]["properties"]["tier"] = {"type": "string"}


def add_phase(document: dict[str, Any]) -> None:
    phase = document["components"]["schemas"]["Onboarding"]["properties"]["phase"]
    phase["enum"] = [*phase["enum"], "archived"]


def remove_me(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/me"]


def add_operation(document: dict[str, Any]) -> None:
    health = document["paths"]["/api/v1/health"]["get"]
    document["paths"]["/api/v1/ready"] = {"get": {**health, "operationId": "get-ready"}}


def move_server(document: dict[str, Any]) -> None:
    document["servers"] = [{"url": "https://api.pivotal.app"}]


def change_much(document: dict[str, Any]) -> None:
    """Make every change that the client can be generated after."""
    for change in (remove_plan, add_tier, add_phase, add_operation, move_server):
        change(document)


def find_drift_after(docs: Site, contract: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> Drift:
    if change not in COMPARED:
        document = live_document(contract)
        change(document)
        COMPARED[change] = find_drift(serve(docs, document))
    return COMPARED[change]


def test_the_same_contract_in_the_live_dialect_is_not_drift(
    docs: Site, contract: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([serve(docs, live_document(contract))]) == 0
    assert capsys.readouterr().err == ""
    assert docs.targets == [PATH]


@pytest.mark.parametrize(
    ("change", "rule", "severity", "symbols"),
    [
        (change_much, "property-removed", "breaking", "Customer.plan"),
        (change_much, "property-added", "compatible", "Customer"),
        (change_much, "enum-widens", "compatible", "Phase"),
        (remove_me, "operation-removed", "breaking", "meta.me"),
        (change_much, "operation-added", "compatible", None),
        (change_much, "server-removed", "breaking", None),
    ],
)
def test_changes_of_the_contract_are_reported(
    docs: Site,
    contract: dict[str, Any],
    change: Callable[[dict[str, Any]], None],
    rule: str,
    severity: str,
    symbols: str | None,
) -> None:
    drift = find_drift_after(docs, contract, change)
    matching = [finding for finding in drift.contract.findings if finding.rule.startswith(rule)]
    assert matching, [finding.rule for finding in drift.contract.findings]
    assert max(matching, key=lambda finding: finding.severity.rank).severity == severity
    assert symbols is None or any(symbols in name for finding in matching for name in finding.symbols)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("surface-name-added", "pivotal.Customer.tier"),
        ("surface-enum-member-added", "pivotal.Phase.ARCHIVED"),
        ("surface-name-added", "ready"),
    ],
)
def test_changes_of_the_client_are_reported(docs: Site, contract: dict[str, Any], rule: str, name: str) -> None:
    drift = find_drift_after(docs, contract, change_much)
    assert drift.obstacle == ""
    assert any(finding.rule == rule and any(name in symbol for symbol in finding.symbols) for finding in drift.python)


def test_a_correction_without_a_match_is_an_obstacle(docs: Site, contract: dict[str, Any]) -> None:
    drift = find_drift_after(docs, contract, remove_me)
    assert "matches nothing" in drift.obstacle


def test_events_are_compared(docs: Site, contract: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    document = live_document(contract)
    document["webhooks"] = {"customer.merged": {"post": {"responses": {"200": {"description": "taken"}}}}}
    assert main([serve(docs, document)]) == 1
    output = capsys.readouterr().out
    assert "events that the contract lacks or describes otherwise" in output
    assert "/webhooks/customer.merged" in output


def test_a_changed_description_is_drift(docs: Site, contract: dict[str, Any]) -> None:
    def reworded(document: dict[str, Any]) -> None:
        document["paths"]["/api/v1/health"]["get"]["description"] = "Reworded."

    drift = find_drift_after(docs, contract, reworded)
    assert drift.contract.findings == ()
    assert drift.prose == ("/paths/~1api~1v1~1health/get/description",)
    assert drift


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.contract_live", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def read_files() -> dict[Path, bytes]:
    files = (path for folder in ("spec", "generated") for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if "__pycache__" not in path.parts}


def test_drift_is_printed_for_people_and_nothing_is_written(docs: Site, contract: dict[str, Any]) -> None:
    snapshot = read_files()
    document = live_document(contract)
    add_tier(document)
    changed = run(serve(docs, document))
    assert read_files() == snapshot
    assert changed.returncode == 1
    assert "optional property `tier` added" in changed.stdout
    assert "pivotal.Customer.tier is new." in changed.stdout
    assert changed.stdout.rstrip().endswith(f"Drift; to import it, run: make import-spec SRC={docs.url}{PATH}")


def test_json_is_the_same_under_every_hash_seed(docs: Site, contract: dict[str, Any]) -> None:
    document = live_document(contract)
    remove_plan(document)
    add_tier(document)
    url = serve(docs, document)
    runs = [run(url, "--json", PYTHONHASHSEED=seed) for seed in ("0", "1")]
    assert [process.returncode for process in runs] == [1, 1]
    report = json.loads(runs[0].stdout)
    assert runs[0].stdout == runs[1].stdout
    assert (report["url"], report["drift"], report["contract"]["worst"]) == (url, True, "breaking")
    assert any(finding["rule"] == "surface-name-removed" for finding in report["python"])


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (reply(503, b"no"), "the server responds with 503"),
        (reply(body=b"<!doctype html><p>Sign in"), "HTML, not Markdown"),
        (reply(body=b'{"openapi": "3.1.0", '), "broken JSON"),
        (reply(body=b'{"swagger": "2.0"}'), "not OpenAPI 3.1"),
        (
            reply(body=b'{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}}'),
            "without operations",
        ),
    ],
)
def test_an_unusable_live_document_is_rejected(
    docs: Site, capsys: pytest.CaptureFixture[str], answer: Answer, message: str
) -> None:
    docs.pages[PATH] = answer
    assert main([docs.url + PATH]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"contract-live: {docs.url}{PATH}:")
    assert message in printed.err
    assert printed.err.count("\n") == 1


def test_a_page_is_rejected_as_the_live_document(docs: Site, contract: dict[str, Any]) -> None:
    process = run(docs.serve("/get-customer.md", page(contract, "get-customer")))
    assert process.returncode == 2
    assert "name the live openapi.json" in process.stderr


def test_an_unreachable_server_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as server:
        url = server.url + PATH
    assert main([url]) == 2
    assert "could not be fetched" in capsys.readouterr().err


def test_the_documented_url_is_the_default() -> None:
    assert LIVE == "https://my.pivotal.app/api/v1/openapi.json"
    assert LIVE in " ".join(run("--help").stdout.split())
