"""Each probe of `probes.yaml`, in a request and in a response."""

from typing import Any

import pytest

from contract_diff.core.severity import Severity
from tests.contract_diff.checks import probes
from tests.contract_diff.contracts import answering, compare, sending

PROBES = probes("probes.yaml")


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe["name"])
def test_severity_follows_from_containment(probe: dict[str, Any], direction: str) -> None:
    wrap = sending if direction == "request" else answering
    report = compare(wrap(probe["base"]), wrap(probe["head"]))
    reported = [(finding.rule, finding.severity.value, finding.message) for finding in report.findings]
    assert (report.worst.value if report.findings else "none") == probe[direction], reported
    if "rules" in probe:
        assert [rule for rule, _, _ in reported] == probe["rules"]


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize(
    "probe", [probe for probe in PROBES if not probe.get("one_way")], ids=lambda probe: probe["name"]
)
def test_the_reverse_breaks_the_other_direction(probe: dict[str, Any], direction: str) -> None:
    wrap, other = (sending, "response") if direction == "request" else (answering, "request")
    report = compare(wrap(probe["head"]), wrap(probe["base"]))
    reported = [(finding.rule, finding.severity.value, finding.message) for finding in report.findings]
    assert (report.worst is Severity.BREAKING) == (probe[other] == "breaking"), reported
