"""Parameters: which are compared, and what empty values mean."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed


def rules(base: list[dict[str, Any]], head: list[dict[str, Any]]) -> list[str]:
    sides = [placed("/operation/parameters", parameters) for parameters in (base, head)]
    return [finding.rule for finding in compare(sides[0], sides[1]).findings]


@pytest.mark.parametrize(
    ("name", "expected"), [("Accept", []), ("authorization", []), ("X-A", ["parameter-added-narrows"])]
)
def test_header_parameters_that_openapi_ignores_are_ignored(name: str, expected: list[str]) -> None:
    assert rules([], [{"in": "header", "name": name, "required": True, "schema": {"type": "string"}}]) == expected


def test_a_query_parameter_may_be_named_like_an_ignored_header() -> None:
    assert rules([], [{"in": "query", "name": "accept", "required": True}]) == ["parameter-added-narrows"]


@pytest.mark.parametrize(("kind", "expected"), [("string", []), ("integer", ["type-narrows"])])
def test_a_renamed_path_parameter_is_compared_by_its_position(kind: str, expected: list[str]) -> None:
    def contract(name: str, kind: str) -> dict[str, Any]:
        parameter = {"in": "path", "name": name, "required": True, "schema": {"type": kind}}
        return {"paths": {f"/things/{{{name}}}": {"get": {"parameters": [parameter], "responses": {}}}}}

    report = compare(contract("id", "string"), contract("key", kind))
    assert [finding.rule for finding in report.findings if finding.severity.value == "breaking"] == expected


def test_empty_values_may_become_allowed_or_forbidden() -> None:
    parameter = {"in": "query", "name": "q", "schema": {"type": "string"}}
    allowing = {**parameter, "allowEmptyValue": True}
    assert rules([parameter], [allowing]) == ["parameter-empty-value-widens"]
    assert rules([allowing], [parameter]) == ["parameter-empty-value-narrows"]
