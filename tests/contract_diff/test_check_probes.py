"""Each probe of `check_probes.yaml`, in bodies, in properties and where else the peer looks."""

from typing import Any

import pytest

from tests.contract_diff.checks import PLACES, SCHEMAS, expected, placed
from tests.contract_diff.contracts import compare


@pytest.mark.parametrize(("check", "place", "probe"), [pytest.param(*row, id=row[0]) for row in placed()])
def test_severity_of_what_the_peer_checks(check: str, place: str, probe: dict[str, Any]) -> None:
    sides = [{**PLACES[place](probe[side]), "components": SCHEMAS} for side in ("base", "head")]
    report = compare(sides[0], sides[1])
    reported = [(finding.rule, finding.severity.value, finding.message) for finding in report.findings]
    assert (report.worst.value if reported else "none") == expected(place, probe), reported
