"""Soundness of verdicts on drawn schemas: an independent validator checks every compatible verdict."""

import os
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from contract_diff.changes.change import Change, Pair
from contract_diff.changes.graph import Comparer
from contract_diff.changes.lifecycle import Calendar
from contract_diff.core.severity import Severity
from contract_diff.findings.find_witness import find_witness
from contract_diff.findings.finding import Witness
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import AllOf, View
from tests.contract_diff.contracts import TODAY, answering, compare, document, sending
from tests.support.tiers import examples

DRAWS = int(os.environ.get("PIVOTAL_DIFF_DRAWS", examples(400)))
SETTINGS = settings(
    max_examples=DRAWS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    database=None,
)

# A second an example is far more than one takes.
pytestmark = pytest.mark.timeout(max(120, DRAWS))

ANSWER = "/paths/~1things/get/responses/200/content/application~1json/schema"
NAMES = ("a", "b", "c")
TEXTS = st.sampled_from(["", "a", "ab", "abc", "0", "12", "2024-01-01"])
NUMBERS = st.sampled_from([-2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 6, 10])
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)


def values() -> st.SearchStrategy[Any]:
    """Draw JSON values from the same small world as the schemas."""
    return st.recursive(
        SCALARS,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from((*NAMES, "d")), inner, max_size=3)
        ),
        max_leaves=5,
    )


def _some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


BOUNDS = st.sampled_from([0, 1, 2, 3])
TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]
SCALAR_SCHEMAS = st.one_of(
    st.just({}),
    _some(
        type=st.one_of(st.sampled_from(TYPES), st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True))
    ),
    _some(
        type=st.sampled_from(TYPES),
        enum=st.lists(st.one_of(SCALARS, values()), min_size=1, max_size=3),
        format=st.just("date"),
        items=st.just({"type": "string"}),
        properties=st.just({"a": {"type": "string"}}),
    ),
    _some(const=st.one_of(SCALARS, values())),
    _some(
        type=st.sampled_from(["integer", "number"]),
        minimum=NUMBERS,
        maximum=NUMBERS,
        exclusiveMinimum=NUMBERS,
        exclusiveMaximum=NUMBERS,
        multipleOf=st.sampled_from([0.5, 1, 2, 3]),
    ),
    _some(
        type=st.just("string"),
        minLength=BOUNDS,
        maxLength=BOUNDS,
        pattern=st.sampled_from(
            ["^[a-z]+$", "^a", "b", "^[0-9]*$", r"^\d+$", "^(a|b)", "^.{2,3}$", ".", "^$", "^a|b$"]
        ),
        format=st.sampled_from(["date", "uuid"]),
    ),
)


# Two of these under one allOf have more alternatives than are written out.
LARGE_UNIONS = st.builds(
    lambda keyword, branches: {keyword: branches},
    st.sampled_from(["anyOf", "oneOf"]),
    st.lists(
        st.one_of(
            st.builds(lambda size: {"type": "string", "maxLength": size}, BOUNDS),
            st.builds(lambda size: {"type": "string", "minLength": size}, BOUNDS),
            st.builds(lambda low: {"type": "number", "minimum": low}, NUMBERS),
            st.builds(lambda name: {"type": "object", "required": [name]}, st.sampled_from(NAMES)),
        ),
        min_size=9,
        max_size=9,
    ),
)


LARGE = st.builds(lambda unions: {"allOf": unions}, st.lists(LARGE_UNIONS, min_size=2, max_size=3))


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    branches = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        _some(
            type=st.just("array"),
            items=inner,
            prefixItems=branches,
            minItems=BOUNDS,
            maxItems=BOUNDS,
            uniqueItems=st.booleans(),
            contains=inner,
            minContains=BOUNDS,
            maxContains=BOUNDS,
            unevaluatedItems=st.one_of(st.booleans(), inner),
        ),
        _some(
            type=st.just("object"),
            properties=st.dictionaries(st.sampled_from(NAMES), inner, max_size=2),
            required=st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
            additionalProperties=st.one_of(st.booleans(), inner),
            patternProperties=st.dictionaries(st.sampled_from(["^a", "[bc]", ".*", "^[ab]$"]), inner, max_size=1),
            minProperties=BOUNDS,
            maxProperties=BOUNDS,
            dependentRequired=st.sampled_from([{"a": ["b"]}, {"b": ["c"]}, {"a": ["b", "c"]}]),
            dependentSchemas=st.dictionaries(st.sampled_from(NAMES), inner, max_size=1),
            propertyNames=st.one_of(inner, st.just({"enum": ["a", "b"]}), st.just({"maxLength": 1})),
            unevaluatedProperties=st.one_of(st.booleans(), inner),
        ),
        _some(anyOf=branches),
        _some(oneOf=branches),
        _some(allOf=branches),
        _some(**{"not": inner}),
        _some(**{"if": inner, "then": inner, "else": inner}),
    )


SCHEMAS = st.recursive(SCALAR_SCHEMAS, _compound, max_leaves=4)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Any, Any]:
    """Draw a schema and an edit of it: one keyword or subschema replaced, or another schema."""
    base = draw(SCHEMAS)
    if not base or draw(st.booleans()):
        return base, draw(SCHEMAS)
    other = draw(SCHEMAS)
    keyword = draw(st.sampled_from(sorted(base)))
    kept = {key: value for key, value in base.items() if key != keyword}
    combined = [{keyword: [base, other]} for keyword in ("allOf", "anyOf", "oneOf")]
    pair = base, draw(st.sampled_from([kept, {**base, **other}, {**kept, **other}, *combined]))
    return pair if draw(st.booleans()) else (pair[1], pair[0])


def _uses_unused_names(sender: Any, receiver: Any, value: Any) -> bool:
    """Return whether a value has properties or items that count as unused: only the receiver describes them."""
    named = _names(receiver) - _names(sender)
    placed = min(_places(sender), default=None)
    return bool(named & _property_names(value)) or (
        placed is not None and placed < max(_places(receiver), default=0) and placed < _length(value)
    )


def _places(schema: Any) -> set[int]:
    """Return how many items any subschema describes by place."""
    if isinstance(schema, dict):
        own = {len(schema["prefixItems"])} if isinstance(schema.get("prefixItems"), list) else set[int]()
        return own.union(*(_places(item) for item in schema.values()))
    return set[int]().union(*(_places(item) for item in schema)) if isinstance(schema, list) else set()


def _length(value: Any) -> int:
    """Return the length of the longest array."""
    if isinstance(value, dict):
        return max((_length(item) for item in value.values()), default=0)
    return max((len(value), *map(_length, value))) if isinstance(value, list) else 0


def _names(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set[str]()
        return own.union(*(_names(item) for item in schema.values()))
    return set[str]().union(*(_names(item) for item in schema)) if isinstance(schema, list) else set()


def _property_names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_property_names(item) for item in value.values()))
    return set[str]().union(*(_property_names(item) for item in value)) if isinstance(value, list) else set()


def _judge(schema: Any, value: Any) -> bool:
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value)


@SETTINGS
@given(pair=edited(), drawn=st.lists(values(), min_size=5, max_size=12))
def test_a_compatible_response_adds_no_value_that_the_base_refuses(pair: tuple[Any, Any], drawn: list[Any]) -> None:
    base, head = pair
    report = compare(answering(base), answering(head))
    event(report.worst.value)
    assume(report.worst is Severity.COMPATIBLE)
    for value in drawn:
        if _judge(head, value) and not _uses_unused_names(head, base, value):
            assert _judge(base, value), value


@SETTINGS
@given(pair=edited(), drawn=st.lists(values(), min_size=5, max_size=12))
def test_a_compatible_request_refuses_no_value_that_the_base_accepts(pair: tuple[Any, Any], drawn: list[Any]) -> None:
    base, head = pair
    report = compare(sending(base), sending(head))
    event(report.worst.value)
    assume(report.worst is Severity.COMPATIBLE)
    for value in drawn:
        if _judge(base, value) and not _uses_unused_names(base, head, value):
            assert _judge(head, value), value


@settings(SETTINGS, max_examples=DRAWS // 20)
@given(large=LARGE, other=st.one_of(LARGE, SCHEMAS), drawn=st.lists(values(), min_size=5, max_size=12))
def test_a_conjunction_too_large_to_write_out_is_compared_soundly(large: Any, other: Any, drawn: list[Any]) -> None:
    for base, head in ((large, other), (other, large), (large, {"allOf": [*large["allOf"], other]})):
        compatible = {
            True: compare(sending(base), sending(head)).worst is Severity.COMPATIBLE,
            False: compare(answering(base), answering(head)).worst is Severity.COMPATIBLE,
        }
        for value in drawn:
            in_base, in_head = _judge(base, value), _judge(head, value)
            unused = _uses_unused_names(base, head, value) or _uses_unused_names(head, base, value)
            assert in_base == in_head or unused or not compatible[in_base], value


@settings(SETTINGS, max_examples=min(DRAWS, 5_000))
@given(pair=edited(), wrap=st.sampled_from([answering, sending]))
def test_every_breaking_finding_has_a_witness(pair: tuple[Any, Any], wrap: Any) -> None:
    base, head = pair
    breaking = [found for found in compare(wrap(base), wrap(head)).findings if found.severity is Severity.BREAKING]
    assert all(found.witness for found in breaking), breaking


def _changes(base: Any, head: Any) -> Iterator[tuple[Change, Witness]]:
    """Yield every change at or below a pair, with its witness."""
    sides = document(answering(base)), document(answering(head))
    comparer = Comparer(Sameness(*sides), Calendar(TODAY))
    terms = [all_of([side.at(ANSWER)]) for side in sides]
    pending, seen = [Pair(terms[0], terms[1], View("response"))], set[Pair]()
    comparer.settle(pending[0])
    while pending:
        pair = pending.pop()
        if pair not in seen:
            seen.add(pair)
            comparison = comparer.compare(pair)
            pending.extend(comparison.children)
            found = ((change, find_witness(comparer.judge, change)) for change in comparison.changes)
            yield from ((change, witness) for change, witness in found if witness)


def _schema(term: AllOf) -> dict[str, Any]:
    return {"allOf": [node.raw for node in term]} if term else {}


@SETTINGS
@given(pair=edited())
def test_a_witness_is_valid_on_its_side_only(pair: tuple[Any, Any]) -> None:
    for change, witness in _changes(*pair):
        assert change.pair is not None
        valid = {"base": _judge(_schema(change.pair.base), witness.value)}
        valid["head"] = _judge(_schema(change.pair.head), witness.value)
        reported = (change.rule, witness, _schema(change.pair.base), _schema(change.pair.head))
        assert valid == {side: side == witness.valid_in for side in ("base", "head")}, reported


def test_the_witness_of_a_property_is_judged_at_the_property() -> None:
    base, head = ({"type": "object", "additionalProperties": {"type": kind}} for kind in ("string", "null"))
    judged = [(change.rule, _schema(change.pair.base)) for change, _ in _changes(base, head) if change.pair]
    schema = {"allOf": [base["additionalProperties"]]}
    assert judged == [("null", schema), ("type", schema)]
