"""Servers whose variables make many URLs."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed


@pytest.mark.parametrize("counts", [(199, 201), (201, 199)])
def test_a_server_with_too_many_urls_is_compared_by_its_default(counts: tuple[int, int]) -> None:
    def contract(count: int) -> dict[str, Any]:
        variable = {"default": "1", "enum": [str(number) for number in range(1, count + 1)]}
        return {"paths": {}, "servers": [{"url": "https://a.example/{v}", "variables": {"v": variable}}]}

    assert not compare(contract(counts[0]), contract(counts[1])).findings


def test_the_largest_number_of_urls_is_compared_in_full() -> None:
    def contract(count: int) -> dict[str, Any]:
        variable = {"default": "1", "enum": [str(number) for number in range(1, count + 1)]}
        return {"paths": {}, "servers": [{"url": "https://a.example/{v}", "variables": {"v": variable}}]}

    (finding,) = compare(contract(200), contract(199)).findings
    assert finding.message == "server https://a.example/200 removed"


@pytest.mark.parametrize("owner", ["/paths/~1things~1{id}", "/paths/~1things~1{id}/get"])
def test_servers_of_a_path_or_an_operation_are_compared(owner: str) -> None:
    sides = [placed(f"{owner}/servers", [{"url": url}]) for url in ("https://b.example", "https://c.example")]
    findings = {finding.rule: finding for finding in compare(sides[0], sides[1]).findings}
    assert findings.keys() == {"server-added-widens", "server-removed-narrows"}
    removed = findings["server-removed-narrows"]
    assert removed.base and removed.base.pointer == f"{owner}/servers"
    assert removed.operations == ("GET /things/{id}",)
