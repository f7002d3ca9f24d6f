"""Each probe of `probes.yaml`, in a request and in a response."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.scripts.contract_diff.contracts import answering, compare, sending

PROBES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("probes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe["name"])
def test_severity_follows_from_containment(probe: dict[str, Any], direction: str) -> None:
    wrap = sending if direction == "request" else answering
    report = compare(wrap(probe["base"]), wrap(probe["revision"]))
    told = [(finding.rule, finding.severity.value, finding.message) for finding in report.findings]
    assert (report.worst.value if report.findings else "none") == probe[direction], told
    if "rules" in probe:
        assert [rule for rule, _, _ in told] == probe["rules"]
