"""Responses: a status that is missing is covered by its class or the default."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed

TEXT: dict[str, Any] = {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}
NUMBER: dict[str, Any] = {"description": "", "content": {"application/json": {"schema": {"type": "number"}}}}


@pytest.mark.parametrize("covering", ["2XX", "2xx", "default"])
def test_a_status_is_compared_with_what_covers_it(covering: str) -> None:
    sides = [placed("/operation/responses", responses) for responses in ({covering: TEXT}, {"201": NUMBER})]
    assert "type-incomparable" in {finding.rule for finding in compare(sides[0], sides[1]).findings}
    assert "type-incomparable" in {finding.rule for finding in compare(sides[1], sides[0]).findings}


def test_a_class_covers_before_the_default() -> None:
    base = placed("/operation/responses", {"default": NUMBER, "2xx": TEXT})
    head = placed("/operation/responses", {"default": NUMBER, "2xx": TEXT, "201": TEXT})
    assert compare(base, head).findings == ()
