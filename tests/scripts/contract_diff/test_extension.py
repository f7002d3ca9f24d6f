"""What the SDK adds to the command line of the contract diff, as a process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.project import ROOT
from tests.contract_diff.contracts import answering


class Pair:
    """Two contracts in files."""

    def __init__(self, folder: Path, base: dict[str, Any], head: dict[str, Any]) -> None:
        self.base, self.head = folder / "base.yaml", folder / "head.yaml"
        for path, root in ((self.base, base), (self.head, head)):
            path.write_text(yaml.safe_dump({"openapi": "3.1.0", **root}), encoding="utf-8")

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Compare them."""
        command = [sys.executable, "-m", "scripts.contract_diff", str(self.base), str(self.head), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def breaking(tmp_path: Path) -> Pair:
    """A response property that is removed, and an enum value of another that is added."""
    base = {"type": "object", "properties": {"plan": {"enum": ["free"]}, "<script>": {"type": "string"}}}
    head = {"type": "object", "properties": {"plan": {"enum": ["free", "paid"]}}}
    return Pair(tmp_path, answering(base), answering(head))


def test_policies_decide_what_an_answer_may_bring(breaking: Pair) -> None:
    told = {}
    for policy in ("pivotal-v1", "strict"):
        report = json.loads(breaking.run("--format=json", f"--policy={policy}").stdout)
        told[policy] = {finding["rule"]: (finding["severity"], finding["clause"]) for finding in report["findings"]}
    assert told == {
        "pivotal-v1": {
            "enum-widens": ("compatible", "allowed: new enum values"),
            "property-removed": ("breaking", "never: remove a response field"),
        },
        "strict": {"enum-widens": ("breaking", ""), "property-removed": ("risky", "")},
    }


def test_symbols_are_joined(breaking: Pair, tmp_path: Path) -> None:
    schema = "/paths/~1things/get/responses/200/content/application~1json/schema"
    plan = f"{schema}/properties/plan"
    symbols = {schema: ["Thing"], plan: ["Thing.plan"], f"{plan}/enum/1": ["Plan.PAID"]}
    path = tmp_path / "symbols.json"
    path.write_text(json.dumps(symbols), encoding="utf-8")
    report = json.loads(breaking.run("--format=json", "--symbols", path).stdout)
    told = {finding["rule"]: finding["symbols"] for finding in report["findings"]}
    assert told == {"enum-widens": ["Plan.PAID"], "property-removed": ["Thing"]}


def test_what_is_gone_is_named_by_the_base(breaking: Pair, tmp_path: Path) -> None:
    schema = "/paths/~1things/get/responses/200/content/application~1json/schema"
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps({f"{schema}/properties/<script>": ["Thing.script"]}), encoding="utf-8")
    new.write_text(json.dumps({schema: ["Thing"]}), encoding="utf-8")
    report = json.loads(breaking.run("--format=json", "--symbols", old, new).stdout)
    told = {finding["rule"]: finding["symbols"] for finding in report["findings"]}
    assert "Thing.script" in next(names for rule, names in told.items() if rule.startswith("property-removed"))


def test_a_base_without_symbols_is_said_and_not_fatal(breaking: Pair, tmp_path: Path) -> None:
    head = tmp_path / "new.json"
    head.write_text("{}", encoding="utf-8")
    for base in (tmp_path / "none.json", "git:HEAD:no/such.json"):
        done = breaking.run("--symbols", base, head)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
        assert str(base) in done.stderr
    assert breaking.run("--symbols", head, tmp_path / "none.json").returncode == 2
    assert breaking.run("--symbols", head, head, head).returncode == 2
