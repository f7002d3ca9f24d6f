"""How parameters are serialized."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ({"content": {"application/json": {"schema": {"type": "array"}}}}, "parameter-content-incomparable"),
        ({"schema": {"type": "array"}, "style": "pipeDelimited"}, "parameter-style-incomparable"),
    ],
)
def test_another_serialization_is_one_finding(written: dict[str, Any], rule: str) -> None:
    def with_parameter(**written: Any) -> dict[str, Any]:
        return placed("/operation/parameters", [{"in": "query", "name": "q", **written}])

    (finding,) = compare(with_parameter(schema={"type": "array"}), with_parameter(**written)).findings
    assert finding.rule == rule
