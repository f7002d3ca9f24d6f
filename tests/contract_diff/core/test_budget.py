"""Limits: of a comparison as a whole, and of single expressions."""

import json
from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.patterns import disjoint, lengths, matches, within
from contract_diff.core.ternary import Answer
from contract_diff.findings.diff import diff
from contract_diff.findings.policy import load_policy
from tests.contract_diff.contracts import TODAY, compare, document, sending
from tests.contract_diff.pairs import Pair

# Each takes minutes without a limit: nested counts, an exponential automaton, a long alternation, an e-mail address.
COSTLY = [
    "^(a{1,60}b{1,60}){1,60}$",
    "^(a|b)*a(a|b){15}$",
    "^(" + "|".join(f"w{number}" for number in range(400)) + ")$",
    r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,9}$",
]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", COSTLY, ids=range(len(COSTLY)))
def test_a_costly_expression_is_undecided_or_decided_in_time(pattern: str) -> None:
    assert within(frozenset({pattern}), frozenset({f"{pattern[:-1]}x?$"})) in Answer
    assert disjoint(frozenset({pattern}), frozenset({"^zz$"})) in (True, False)
    low, high = lengths(frozenset({pattern}))
    assert low >= 0
    assert high is None or high >= low


def test_a_string_is_matched_in_linear_time() -> None:
    assert matches("^(x+x+)+y$", "x" * 5000) is False


def test_what_is_left_when_the_time_is_over_is_one_undecided_finding() -> None:
    base, head = (sending({"type": kind}) for kind in ("string", "integer"))
    report = diff(document(base), document(head), load_policy("strict"), TODAY, seconds=0)
    (finding,) = report.findings
    assert (finding.rule, finding.severity.value, finding.undecided) == ("not-compared-unknown", "risky", True)
    assert finding.operations == ("POST /things",)
    assert not report.is_complete


def test_the_command_line_says_that_the_time_was_over(tmp_path: Path) -> None:
    pair = Pair(tmp_path, sending({"type": "string"}), sending({"type": "integer"}))
    done = pair.run("--seconds", "0", "--format", "json")
    assert done.returncode == 3
    assert "ran out of processor time, and the rest is undecided" in done.stderr
    assert json.loads(done.stdout)["counts"] == {"breaking": 0, "risky": 1, "compatible": 0}


def doubling(levels: int, kind: str) -> dict[str, Any]:
    """A schema that combines two references to the next, and so on: twice as many with each level."""
    schemas = {f"S{level}": {"allOf": [{"$ref": f"#/components/schemas/S{level + 1}"}] * 2} for level in range(levels)}
    schemas[f"S{levels}"] = {"type": "object", "properties": {"a": {"type": kind}}}
    return sending({"$ref": "#/components/schemas/S0"}, components={"schemas": schemas})


def test_schemas_that_double_with_each_level_are_normalized_once() -> None:
    (finding,) = compare(doubling(40, "string"), doubling(40, "integer")).findings
    assert finding.rule == "type-incomparable"


@pytest.mark.parametrize("keyword", ["minItems", "minProperties", "minLength", "minContains"])
def test_sizes_that_no_value_can_have_here_are_no_values(keyword: str) -> None:
    kind = {"minItems": "array", "minContains": "array", "minProperties": "object", "minLength": "string"}[keyword]
    schema = {"type": kind, **({"contains": {}} if keyword == "minContains" else {})}
    base, head = (sending({**schema, keyword: size}) for size in (10**9, 10**9 + 1))
    assert len(compare(base, head).findings) == 1
