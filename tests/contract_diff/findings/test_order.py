"""The order of a report's findings."""

from typing import Any

import pytest

from contract_diff.findings.order import ORDERS, ordered
from contract_diff.reporting.table import render
from tests.contract_diff.contracts import compare
from tests.contract_diff.pairs import Pair


def contract(enum: list[str], limit: int) -> dict[str, Any]:
    def answer(name: str) -> dict[str, Any]:
        schema = {"$ref": f"#/components/schemas/{name}"}
        return {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}

    schema = {"properties": {"plan": {"enum": enum}, "size": {"type": "integer", "minimum": limit}}}
    paths = {"/z": {"get": answer("A")}, "/a": {"get": answer("Z")}}
    return {"paths": paths, "components": {"schemas": {"A": schema, "Z": schema}}}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("severity", ["A enum", "Z enum", "A minimum", "Z minimum"]),
        ("schema", ["A enum", "A minimum", "Z enum", "Z minimum"]),
        ("operation", ["Z enum", "Z minimum", "A enum", "A minimum"]),
        ("kind", ["A enum", "Z enum", "A minimum", "Z minimum"]),
    ],
)
def test_findings_of_one_operation_schema_or_kind_stand_together(by: str, expected: list[str]) -> None:
    report = compare(contract(["x"], 1), contract(["x", "y"], 2))
    found = ordered(report.findings, by)
    assert [f"{one.pointer.split('/')[3]} {one.rule.partition('-')[0]}" for one in found] == expected


def test_the_command_line_sorts(breaking: Pair) -> None:
    assert breaking.run("--sort-by", "kind").returncode == 1
    assert "invalid choice: 'size'" in breaking.run("--sort-by", "size").stderr


def test_every_order_keeps_all_findings() -> None:
    report = compare(contract(["x"], 1), contract(["x", "y"], 2))
    for by in ORDERS:
        assert sorted(one.id for one in ordered(report.findings, by)) == sorted(one.id for one in report.findings)
    assert "enum-widens" in render(report)
