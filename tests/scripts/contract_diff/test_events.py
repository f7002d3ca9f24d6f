"""What a change of the contract's webhooks means for receivers."""

from copy import deepcopy
from typing import Any

from contract_diff.core.severity import Severity
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Report
from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source
from scripts.contract import load
from scripts.contract_diff.policy import load_pivotal_policy
from scripts.openapi.canonical_yaml import dump
from scripts.project import CONTRACT


def compare(base: dict[str, Any], head: dict[str, Any]) -> Report:
    documents = (parse(Source(name, dump(side))) for name, side in (("base.yaml", base), ("head.yaml", head)))
    return diff(*documents, load_pivotal_policy())


def test_a_field_that_an_event_loses_breaks_and_an_event_that_comes_does_not() -> None:
    contract = load(CONTRACT)
    less = deepcopy(contract)
    del less["components"]["schemas"]["OnboardingSnapshot"]["properties"]["phase"]
    removed = compare(contract, less)
    assert "property-removed" in {finding.rule for finding in removed.findings}
    assert max(finding.sdk.rank for finding in removed.findings) == Severity.BREAKING.rank

    without = deepcopy(contract)
    del without["webhooks"]["onboarding.launched"]
    added = compare(without, contract)
    assert {finding.rule for finding in added.findings} >= {"webhook-added"}
    assert (added.worst, {finding.sdk for finding in added.findings}) == (Severity.COMPATIBLE, {Severity.COMPATIBLE})
