"""The comparison as a function."""

import sys

import pytest

from contract_diff.api import InputError, Scope, Severity, compare
from tests.contract_diff.pairs import Pair


def test_it_returns_a_report(breaking: Pair) -> None:
    limit = sys.getrecursionlimit()
    report = compare(breaking.base, str(breaking.head), policy="strict")
    assert report.worst is Severity.BREAKING
    assert report.findings[0].rule == "enum-widens"
    assert sys.getrecursionlimit() == limit


def test_severities_come_before_the_policy(breaking: Pair) -> None:
    report = compare(breaking.base, breaking.head, severities={"*": Severity.COMPATIBLE})
    assert report.worst is Severity.COMPATIBLE


def test_paths_may_be_left_out(breaking: Pair) -> None:
    assert compare(breaking.base, breaking.head, scope=Scope(ignored_paths=("/things",))).findings == ()


def test_wrong_input_raises(breaking: Pair) -> None:
    with pytest.raises(InputError, match="no such file"):
        compare(breaking.base, breaking.base.parent / "none.yaml")
