"""Drift is found over real HTTP, told for contract and client, and nothing is written."""

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

PATH = "/api/v1/openapi.json"
# A comparison takes seconds, so each change is compared once.
COMPARED: dict[Callable[[dict[str, Any]], None], Drift] = {}


def served(docs: Site, document: dict[str, Any]) -> str:
    return docs.serve(PATH, json.dumps(document))


def without_plan(document: dict[str, Any]) -> None:
    customer = document["components"]["schemas"]["Customer"]
    del customer["properties"]["plan"]
    customer["required"].remove("plan")


def with_tier(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Customer"]["properties"]["tier"] = {"type": "string"}


def with_phase(document: dict[str, Any]) -> None:
    phase = document["components"]["schemas"]["Onboarding"]["properties"]["phase"]
    phase["enum"] = [*phase["enum"], "archived"]


def without_me(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/me"]


def with_operation(document: dict[str, Any]) -> None:
    health = document["paths"]["/api/v1/health"]["get"]
    document["paths"]["/api/v1/ready"] = {"get": {**health, "operationId": "get-ready"}}


def elsewhere(document: dict[str, Any]) -> None:
    document["servers"] = [{"url": "https://api.pivotal.app"}]


def changed(docs: Site, contract: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> Drift:
    if change not in COMPARED:
        document = live_document(contract)
        change(document)
        COMPARED[change] = find_drift(served(docs, document))
    return COMPARED[change]


def test_the_same_contract_in_the_live_dialect_is_no_drift(docs: Site, contract: dict[str, Any]) -> None:
    drift = find_drift(served(docs, live_document(contract)))
    assert not drift
    assert docs.targets == [PATH]


@pytest.mark.parametrize(
    ("change", "rule", "severity", "symbols"),
    [
        (without_plan, "property-removed", "breaking", "Customer.plan"),
        (with_tier, "property-added", "compatible", "Customer"),
        (with_phase, "enum-widens", "compatible", "Phase"),
        (without_me, "operation-removed", "breaking", "meta.me"),
        (with_operation, "operation-added", "compatible", None),
        (elsewhere, "server-removed", "breaking", None),
    ],
)
def test_contract(
    docs: Site,
    contract: dict[str, Any],
    change: Callable[[dict[str, Any]], None],
    rule: str,
    severity: str,
    symbols: str | None,
) -> None:
    drift = changed(docs, contract, change)
    found = [one for one in drift.contract.findings if one.rule.startswith(rule)]
    assert found, [one.rule for one in drift.contract.findings]
    assert max(found, key=lambda one: one.severity.rank).severity == severity
    assert symbols is None or any(symbols in name for one in found for name in one.symbols)


@pytest.mark.parametrize(
    ("change", "rule", "name"),
    [
        (with_tier, "surface-name-added", "pivotal.Customer.tier"),
        (with_phase, "surface-enum-member-added", "pivotal.Phase.ARCHIVED"),
        (with_operation, "surface-name-added", "ready"),
    ],
)
def test_client(
    docs: Site, contract: dict[str, Any], change: Callable[[dict[str, Any]], None], rule: str, name: str
) -> None:
    drift = changed(docs, contract, change)
    assert drift.stuck == ""
    assert any(one.rule == rule and any(name in symbol for symbol in one.symbols) for one in drift.python)


def test_a_correction_that_no_longer_fits(docs: Site, contract: dict[str, Any]) -> None:
    drift = changed(docs, contract, without_me)
    assert "matches nothing" in drift.stuck


def test_what_no_import_reads_is_said(docs: Site, contract: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    document = live_document(contract)
    document["webhooks"] = {"customer.created": {"post": {"responses": {"200": {"description": "taken"}}}}}
    assert main([served(docs, document)]) == 1
    assert "not compared, as no import reads it" in (told := capsys.readouterr().out)
    assert "/webhooks" in told


def test_words_alone(docs: Site, contract: dict[str, Any]) -> None:
    def reworded(document: dict[str, Any]) -> None:
        document["paths"]["/api/v1/health"]["get"]["description"] = "Other words"

    drift = changed(docs, contract, reworded)
    assert drift.contract.findings == ()
    assert drift.words == ("/paths/~1api~1v1~1health/get/description",)
    assert drift


def test_nothing_is_written(docs: Site, contract: dict[str, Any]) -> None:
    def state() -> dict[Path, bytes]:
        files = (path for folder in ("spec", "generated") for path in (ROOT / folder).rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if "__pycache__" not in path.parts}

    before = state()
    assert changed(docs, contract, with_tier)
    assert state() == before


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.contract_live", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_text(docs: Site, contract: dict[str, Any]) -> None:
    same = run(served(docs, live_document(contract)))
    assert (same.returncode, same.stderr) == (0, "")
    document = live_document(contract)
    with_tier(document)
    drifted = run(served(docs, document))
    assert drifted.returncode == 1
    assert "optional property `tier` added" in drifted.stdout
    assert "pivotal.Customer.tier is new." in drifted.stdout
    assert drifted.stdout.rstrip().endswith(f"Drift; bring it in with: make import-spec SRC={docs.url}{PATH}")


@pytest.mark.slow
def test_json_is_the_same_under_every_hash_seed(docs: Site, contract: dict[str, Any]) -> None:
    document = live_document(contract)
    without_plan(document)
    with_tier(document)
    url = served(docs, document)
    runs = [run(url, "--json", PYTHONHASHSEED=seed) for seed in ("0", "1")]
    assert [one.returncode for one in runs] == [1, 1]
    told = json.loads(runs[0].stdout)
    assert runs[0].stdout == runs[1].stdout
    assert (told["url"], told["drift"], told["contract"]["worst"]) == (url, True, "breaking")
    assert any(one["rule"] == "surface-name-removed" for one in told["python"])


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (reply(503, b"no"), "the server responds with 503"),
        (reply(body=b"<!doctype html><p>Sign in"), "HTML, not Markdown"),
        (reply(body=b'{"openapi": "3.1.0", '), "not valid JSON"),
        (reply(body=b'{"swagger": "2.0"}'), "not OpenAPI 3.1"),
        (
            reply(body=b'{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}}'),
            "without operations",
        ),
    ],
)
def test_unusable_answers(docs: Site, capsys: pytest.CaptureFixture[str], answer: Answer, says: str) -> None:
    docs.pages[PATH] = answer
    assert main([docs.url + PATH]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"contract-live: {docs.url}{PATH}: ")
    assert says in printed.err
    assert printed.err.count("\n") == 1


def test_a_page_is_not_the_whole_contract(docs: Site, contract: dict[str, Any]) -> None:
    done = run(docs.serve("/get-customer.md", page(contract, "get-customer")))
    assert done.returncode == 2
    assert "name the live openapi.json" in done.stderr


def test_an_unreachable_server(capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as server:
        gone = server.url + PATH
    assert main([gone]) == 2
    assert "could not be fetched" in capsys.readouterr().err


def test_the_documented_address_is_the_default() -> None:
    assert LIVE == "https://my.pivotal.app/api/v1/openapi.json"
    assert LIVE in " ".join(run("--help").stdout.split())
