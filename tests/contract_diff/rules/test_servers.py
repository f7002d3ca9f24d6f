"""Servers whose variables make many URLs."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare


@pytest.mark.parametrize("counts", [(199, 201), (201, 199)])
def test_a_server_with_too_many_urls_is_compared_by_its_default(counts: tuple[int, int]) -> None:
    def contract(count: int) -> dict[str, Any]:
        variable = {"default": "1", "enum": [str(number) for number in range(1, count + 1)]}
        return {"paths": {}, "servers": [{"url": "https://a.example/{v}", "variables": {"v": variable}}]}

    assert not compare(contract(counts[0]), contract(counts[1])).findings
