"""Each probe of `pair_probes.yaml`: two contracts, and what is reported between them."""

from typing import Any

import pytest

from contract_diff.core.severity import worst_of
from contract_diff.findings.finding import Report
from tests.contract_diff.checks import probes
from tests.contract_diff.contracts import compare

PROBES = probes("pair_probes.yaml")


def severity(report: Report) -> str:
    return report.worst.value if report.findings else "none"


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe["name"])
def test_findings_between_two_contracts(probe: dict[str, Any]) -> None:
    report = compare(probe["base"], probe["head"])
    messages = [f"{finding.rule}: {finding.message}" for finding in report.findings]
    assert severity(report) == probe["worst"], messages
    if "sdk" in probe:
        assert worst_of(finding.sdk for finding in report.findings).value == probe["sdk"], messages
    if "rules" in probe:
        assert sorted(finding.rule for finding in report.findings) == sorted(probe["rules"]), messages
    assert any(probe.get("message", "") in message for message in [*messages, ""]), messages


@pytest.mark.parametrize("probe", [probe for probe in PROBES if "back" in probe], ids=lambda probe: probe["name"])
def test_findings_in_reverse(probe: dict[str, Any]) -> None:
    report = compare(probe["head"], probe["base"])
    assert severity(report) == probe["back"], [finding.message for finding in report.findings]
