"""A composite validator answers as a validator of the whole schema does."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contract_diff.containment.disjoint import are_disjoint
from contract_diff.core.ternary import Answer
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import View
from contract_diff.schemas.normalize import Normalizer
from contract_diff.witnesses.judge import Judge
from contract_diff.witnesses.standalone_schema import Renderer
from tests.contract_diff.contracts import answering, compare, document
from tests.contract_diff.test_properties import ANSWER, NAMES, SCHEMAS, SETTINGS, values

REFERENCE = {"$ref": "#/components/schemas/Named"}
MARKED = st.sampled_from(
    [{"type": "string", "readOnly": True}, {"type": ["integer", "null"]}, {"type": "integer", "nullable": True}]
)


def _listing(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    branches = st.lists(inner, min_size=1, max_size=2)
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(["array", "object", ["object", "null"], ["array", "string"]]),
        "properties": st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
        "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "items": inner,
        "allOf": branches,
        "anyOf": branches,
        "nullable": st.booleans(),
    }
    return st.fixed_dictionaries({}, optional=keywords)


LISTING = st.recursive(st.one_of(SCHEMAS, MARKED, st.booleans(), st.just(REFERENCE)), _listing, max_leaves=5)


@SETTINGS
@given(
    schema=LISTING,
    named=LISTING,
    version=st.sampled_from(["3.0.3", "3.1.0"]),
    view=st.sampled_from([View("request"), View("response"), View("request", exclusive=False)]),
    drawn=st.lists(values(), min_size=5, max_size=12),
)
def test_a_composite_validator_answers_as_the_whole_does(
    schema: Any, named: Any, version: str, view: View, drawn: list[Any]
) -> None:
    assume(named != REFERENCE)
    contract = answering(schema, components={"schemas": {"Named": named}})
    term = all_of([document({"openapi": version, **contract}).at(ANSWER)])
    normalizer = Normalizer(are_disjoint)
    whole = jsonschema_rs.Draft202012Validator(Renderer(normalizer, view).render(term, 10_000), validate_formats=True)
    composite = Judge(normalizer, lambda _left, _right: False).validator(term, view)
    for value in drawn:
        assert composite(value) is Answer.of(whole.is_valid(value)), value


@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
def test_a_schema_that_is_its_own_branch_is_compared(keyword: str) -> None:
    def contract(kind: str) -> dict[str, Any]:
        reference = {"$ref": "#/components/schemas/Loop"}
        loop = {"type": "object", "properties": {"a": {"type": kind}}, keyword: [reference, {"required": ["a"]}]}
        return answering(reference, components={"schemas": {"Loop": loop}})

    assert [finding.rule for finding in compare(contract("string"), contract("integer")).findings] == [
        "type-incomparable"
    ]
