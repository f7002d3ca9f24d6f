"""The version step that follows from findings."""

from typing import Any

import pytest
from attrs import evolve

from contract_diff.findings.version_step import version_step
from contract_diff.reporting.summary import summary
from tests.contract_diff.contracts import answering, compare, sending

TEXT = {"type": "string"}


ONE = {"type": "object", "properties": {"a": TEXT}}


TWO = {"type": "object", "properties": {"a": TEXT, "b": TEXT}}


def named(operation_id: str) -> dict[str, Any]:
    """A contract whose one operation has this name."""
    return {"paths": {"/a": {"get": {"operationId": operation_id, "responses": {}}}}}


def reading(*names: str) -> dict[str, Any]:
    """A contract whose one operation takes these parameters."""
    parameters = [{"in": "query", "name": name, "schema": TEXT} for name in names]
    return {"paths": {"/a": {"get": {"parameters": parameters, "responses": {}}}}}


@pytest.mark.parametrize(
    ("base", "head", "step"),
    [
        (answering(ONE), answering(ONE), "none"),
        (answering(ONE), answering(TWO), "minor"),
        (sending({**TEXT, "default": "a"}), sending({**TEXT, "default": "b"}), "minor"),
        (answering(TEXT), answering({**TEXT, "maxLength": 9}), "patch"),
        (answering(TWO), answering(ONE), "major"),
        (named("getA"), named("readA"), "major"),
        (sending(TWO), sending(ONE), "major"),
        (reading("q", "limit"), reading("limit"), "major"),
    ],
)
def test_the_version_step_follows_from_callers_and_sdk(base: Any, head: Any, step: str) -> None:
    report = compare(base, head)
    assert version_step(report.findings, report.version) == step


def test_a_step_before_1_0_is_marked() -> None:
    report = compare(answering({"enum": [1]}), answering({"enum": [1, 2]}))
    assert "version step: minor (before 1.0)" in summary(evolve(report, version="0.3.0"))
    assert summary(report).endswith("version step: major")
