"""All checks of schemathesis against the running server.

PIVOTAL_CONFORMANCE_EXAMPLES and PIVOTAL_CONFORMANCE_SECONDS make the run longer.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pivotal.sandbox import Fault, Sandbox

from scripts.regenerate.corrections import apply_corrections
from tests.pivotal.sandbox.contract import operations, spec

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = os.environ.get("PIVOTAL_CONFORMANCE_EXAMPLES", "12")
SECONDS = os.environ.get("PIVOTAL_CONFORMANCE_SECONDS", "4")
# A repeatable run, except for the long one.
SEED = () if "PIVOTAL_CONFORMANCE_EXAMPLES" in os.environ else ("--seed", "1")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract with the decisions of the sandbox, and with links."""
    document = apply_corrections(spec(), HERE / "links")
    path = tmp_path_factory.mktemp("contract") / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def schemathesis(contract: Path, sandbox: Sandbox, *options: str) -> tuple[int, str, dict[str, Any]]:
    """Run schemathesis against the sandbox on a port; return its exit status, output and report."""
    report = contract.with_name("report.json")
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", HERE / "schemathesis.toml", "run", contract]
    environment = {**os.environ, "PIVOTAL_API_KEY": "pivotal_test_conformance", "PYTHONPATH": str(ROOT)}
    with sandbox.serve() as url:
        done = subprocess.run(
            [*command, "--url", url, "--report-json-path", report, *SEED, *options],
            cwd=contract.parent,
            env=environment,
            capture_output=True,
            text=True,
        )
    assert report.exists(), done.stdout + done.stderr
    return done.returncode, done.stdout, json.loads(report.read_text("utf-8"))


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


def test_every_operation_conforms(contract: Path, sandbox: Sandbox) -> None:
    status, printed, report = schemathesis(contract, sandbox, "--max-examples", EXAMPLES)
    assert status == 0, printed
    assert report["operations"]["tested"] == report["operations"]["total"] == len(operations())
    phases = {name: phase["status"] for name, phase in report["phases"].items()}
    # The contract has no examples of requests.
    assert phases == {"examples": "skip", "coverage": "success", "fuzzing": "success", "stateful": "success"}
    assert len(report["valid_rates"]) == len(operations())
    for operation, rates in report["valid_rates"].items():
        assert rates["coverage"]["accepted"] > 0, operation
        assert rates["fuzzing"]["accepted"] > 0, operation


def test_walks_along_links_conform(contract: Path, sandbox: Sandbox) -> None:
    status, printed, report = schemathesis(contract, sandbox, "--phases", "stateful", "--max-time", SECONDS)
    assert status == 0, printed
    assert report["phases"]["stateful"]["status"] == "success"


def test_a_response_that_violates_the_contract_is_reported(contract: Path, sandbox: Sandbox) -> None:
    sandbox.faults.add(Fault(operation="get-me", status=200, body='{"object": "me"}', times=None))
    status, _, report = schemathesis(contract, sandbox, "--include-operation-id", "get-me")
    assert status == 1
    assert "UndefinedContentType" in {failure["type"] for failure in report["failures"]}
