"""The JSON report and its schema."""

import json

import jsonschema_rs
import pytest

from contract_diff.reporting.json import render
from tests.contract_diff.contracts import answering, compare, sending
from tests.contract_diff.pairs import Pair, run

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
PAIRS = {
    "nothing": (answering(OBJECT), answering(OBJECT)),
    "a witness": (answering({"enum": [1]}), answering({"enum": [1, 2]})),
    "a removal": (sending(OBJECT), {"paths": {}}),
    "an addition": ({"paths": {}}, answering(OBJECT)),
    "undecided": (sending({"pattern": r"^(a)\1$"}), sending({"pattern": r"^(b)\1$"})),
    "renamed": (answering(OBJECT), answering({"type": "object", "properties": {"b": {"type": "string"}}})),
    "long values": (answering({"enum": ["a" * 2000]}), answering({"enum": ["b" * 2000]})),
}


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    printed = run("schema")
    assert printed.returncode == 0
    return jsonschema_rs.validator_for(json.loads(printed.stdout), validate_formats=True)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_report_follows_the_schema(validator: jsonschema_rs.Validator, pair: str) -> None:
    report = json.loads(render(compare(*PAIRS[pair])))
    assert [error.message for error in validator.iter_errors(report)] == []
    assert bool(report["findings"]) == (pair != "nothing")


def test_a_report_with_an_approval_follows_the_schema(validator: jsonschema_rs.Validator, breaking: Pair) -> None:
    finding = json.loads(breaking.run("--format=json").stdout)["findings"][0]
    row = {"rule": finding["rule"], "pointer": finding["head"]["pointer"], "reason": "Agreed", "expires": "2999-01-01"}
    approvals = breaking.base.parent / "approvals.yaml"
    approvals.write_text(json.dumps({"approvals": [row]}), encoding="utf-8")
    report = json.loads(breaking.run("--format=json", "--approvals", approvals).stdout)
    assert [one["approval"]["expires"] for one in report["findings"] if one["approval"]] == ["2999-01-01"]
    assert [error.message for error in validator.iter_errors(report)] == []


def test_the_schema_closes_every_object(validator: jsonschema_rs.Validator) -> None:
    report = json.loads(render(compare(*PAIRS["a witness"])))
    for place in (report, report["counts"], *report["findings"], report["findings"][0]["witness"]):
        place["more"] = 1
        assert not validator.is_valid(report)
        del place["more"]
    assert validator.is_valid(report)
