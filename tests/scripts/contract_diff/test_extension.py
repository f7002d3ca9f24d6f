"""The SDK's additions to the command line of the contract diff, run as a process."""

import json
from pathlib import Path

import pytest

from tests.contract_diff.pairs import Pair, breaking_pair


@pytest.fixture
def breaking(tmp_path: Path) -> Pair:
    """Two contracts whose comparison is breaking."""
    return breaking_pair(tmp_path, "scripts.contract_diff")


def test_the_policy_decides_the_severity(breaking: Pair) -> None:
    reported = {}
    for policy in ("pivotal-v1", "strict"):
        report = json.loads(breaking.run("--format=json", f"--policy={policy}").stdout)
        reported[policy] = {finding["rule"]: (finding["severity"], finding["clause"]) for finding in report["findings"]}
    assert reported == {
        "pivotal-v1": {
            "enum-widens": ("compatible", "allowed: new enum values"),
            "property-removed": ("breaking", "never: remove a response field"),
        },
        "strict": {"enum-widens": ("breaking", ""), "property-removed": ("risky", "")},
    }


def test_findings_have_their_python_symbols(breaking: Pair, tmp_path: Path) -> None:
    schema = "/paths/~1things/get/responses/200/content/application~1json/schema"
    plan = f"{schema}/properties/plan"
    symbols = {schema: ["Thing"], plan: ["Thing.plan"], f"{plan}/enum/1": ["Plan.PAID"]}
    path = tmp_path / "symbols.json"
    path.write_text(json.dumps(symbols), encoding="utf-8")
    report = json.loads(breaking.run("--format=json", "--symbols", path).stdout)
    reported = {finding["rule"]: finding["symbols"] for finding in report["findings"]}
    assert reported == {"enum-widens": ["Plan.PAID"], "property-removed": ["Thing"]}


def test_a_removed_property_is_named_by_the_map_of_the_base(breaking: Pair, tmp_path: Path) -> None:
    schema = "/paths/~1things/get/responses/200/content/application~1json/schema"
    base, head = tmp_path / "base.json", tmp_path / "head.json"
    base.write_text(json.dumps({f"{schema}/properties/<script>": ["Thing.script"]}), encoding="utf-8")
    head.write_text(json.dumps({schema: ["Thing"]}), encoding="utf-8")
    report = json.loads(breaking.run("--format=json", "--symbols", base, head).stdout)
    reported = {finding["rule"]: finding["symbols"] for finding in report["findings"]}
    assert "Thing.script" in next(names for rule, names in reported.items() if rule.startswith("property-removed"))


def test_a_base_without_a_map_is_a_warning(breaking: Pair, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    head.write_text("{}", encoding="utf-8")
    for base in (tmp_path / "none.json", "git:HEAD:no/such.json"):
        process = breaking.run("--symbols", base, head)
        assert (process.returncode, len(process.stderr.splitlines())) == (1, 1)
        assert str(base) in process.stderr
    assert breaking.run("--symbols", head, tmp_path / "none.json").returncode == 2
    assert breaking.run("--symbols", head, head, head).returncode == 2
