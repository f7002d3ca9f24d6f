"""Each probe of `wire_probes.yaml` and `wire_check_probes.yaml`: a change outside schemas, and its severity."""

from typing import Any

import pytest

from tests.contract_diff.checks import probes
from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed

PROBES = [probe for name in ("wire_probes.yaml", "wire_check_probes.yaml") for probe in probes(name)]


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.get("name") or probe["check"])
def test_the_severity_of_a_change_outside_schemas(probe: dict[str, Any]) -> None:
    report = compare(placed(probe["at"], probe["base"]), placed(probe["at"], probe["head"]))
    reported = {finding.rule: finding.severity.value for finding in report.findings}
    if probe["expect"] == "none":
        assert reported == {}
    else:
        assert reported.get(probe["rule"]) == probe["expect"], reported
        assert report.worst.value == probe["expect"]
