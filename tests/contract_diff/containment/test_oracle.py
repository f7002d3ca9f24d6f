"""When the structure of two schemas asks for a second opinion, and what it makes of it."""

from typing import Any

import pytest
from attrs import define, field

from contract_diff.containment.disjoint import are_disjoint
from contract_diff.containment.subset import Subset
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import AllOf, JsonType, View
from contract_diff.schemas.normalize import Normalizer
from tests.contract_diff.algebra import RESPONSE, sides

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
SHORT, LONG = {"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}


@define
class FixedOracle:
    """An oracle that always answers the same, and records what it was asked."""

    is_refuted: bool = False
    is_proven: bool = False
    is_shown: bool = False
    questions: list[str] = field(factory=list[str])

    def refutes(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        self.questions.append("refutes")
        return self.is_refuted

    def proves(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        self.questions.append("proves")
        return self.is_proven

    def shows_all(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        self.questions.append("shows_all")
        return self.is_shown


def answer(oracle: FixedOracle, sub: Any, sup: Any, view: View = RESPONSE) -> Answer:
    """Return the answer for two schemas, with this oracle."""
    pair = sides(sub, sup)
    return Subset(Normalizer(are_disjoint), pair.subset.sameness, oracle).schemas(pair.base, pair.head, view)


@pytest.mark.parametrize(
    ("oracle", "expected"),
    [
        (FixedOracle(is_refuted=True), Answer.NO),
        (FixedOracle(is_refuted=True, is_proven=True), Answer.NO),
        (FixedOracle(is_proven=True), Answer.YES),
        (FixedOracle(is_shown=True), Answer.UNKNOWN),
        (FixedOracle(), Answer.NO),
    ],
)
def test_a_suspicion_needs_a_value(oracle: FixedOracle, expected: Answer) -> None:
    assert answer(oracle, STRING, SHORT) is expected


@pytest.mark.parametrize(
    ("oracle", "expected"),
    [
        (FixedOracle(is_refuted=True), Answer.NO),
        (FixedOracle(is_proven=True), Answer.YES),
        (FixedOracle(is_shown=True), Answer.UNKNOWN),
        (FixedOracle(), Answer.UNKNOWN),
    ],
)
def test_an_undecided_structure_is_decided_by_the_oracle(oracle: FixedOracle, expected: Answer) -> None:
    assert answer(oracle, STRING, {"anyOf": [SHORT, LONG]}) is expected


def test_a_contained_schema_needs_no_second_opinion() -> None:
    oracle = FixedOracle(is_refuted=True)
    assert answer(oracle, SHORT, STRING) is Answer.YES
    assert answer(oracle, SHORT, SHORT) is Answer.YES
    assert answer(oracle, SHORT, {}) is Answer.YES
    assert oracle.questions == []


TEXT: frozenset[JsonType] = frozenset({"number", "boolean"})


@pytest.mark.parametrize(
    ("sub", "sup", "questions"),
    [
        # A list may be sent as one string or not: no value shows that.
        ({"type": "array"}, STRING, ["proves", "shows_all"]),
        (STRING, INTEGER, ["refutes", "proves", "shows_all"]),
        (STRING, {"anyOf": [SHORT, LONG]}, ["refutes", "proves", "shows_all"]),
    ],
)
def test_what_is_undecided_as_text_is_not_refuted_by_values(sub: Any, sup: Any, questions: list[str]) -> None:
    oracle = FixedOracle()
    answer(oracle, sub, sup, View("request", text=TEXT))
    assert oracle.questions == questions
