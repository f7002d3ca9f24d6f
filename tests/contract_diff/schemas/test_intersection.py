"""What two facets of one type accept together, and what normal forms accept together or in all."""

from fractions import Fraction
from typing import Any

import pytest

from contract_diff.schemas.facet_intersection import common_step, intersect_facets, snap_to_step
from contract_diff.schemas.intersection import MAX_ALTERNATIVES, intersect, union
from contract_diff.schemas.normal_form import Numbers, Strings, Values
from contract_diff.schemas.ranges import implied_range, is_empty, least
from tests.contract_diff.algebra import REQUEST, facet, normal_form

# Two schemas, and one that accepts exactly what both accept; None if nothing does.
ROWS: list[tuple[Any, Any, Any]] = [
    ({"minimum": 1}, {"minimum": 2}, {"minimum": 2}),
    ({"maximum": 1}, {"maximum": 2}, {"maximum": 1}),
    ({"minimum": 1}, {"maximum": 2}, {"minimum": 1, "maximum": 2}),
    ({"minimum": 1}, {"exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
    ({"maximum": 1}, {"exclusiveMaximum": 1}, {"exclusiveMaximum": 1}),
    ({"minimum": 1}, {"maximum": 1}, {"minimum": 1, "maximum": 1}),
    ({"minimum": 1}, {"exclusiveMaximum": 1}, None),
    ({"exclusiveMinimum": 1}, {"maximum": 1}, None),
    ({"minimum": 2}, {"maximum": 1}, None),
    ({"multipleOf": 4}, {"multipleOf": 6}, {"multipleOf": 12}),
    ({"multipleOf": 0.5}, {"type": "integer"}, {"type": "integer"}),
    ({"exclusiveMinimum": 0}, {"type": "integer"}, {"type": "integer", "minimum": 1}),
    ({"exclusiveMaximum": 0}, {"type": "integer"}, {"type": "integer", "maximum": -1}),
    ({"minimum": 0.5, "maximum": 1.5}, {"type": "integer"}, {"type": "integer", "minimum": 1, "maximum": 1}),
    ({"minimum": 0.2, "maximum": 0.8}, {"type": "integer"}, None),
    ({"enum": [1, 2]}, {"enum": [2, 3]}, {"const": 2}),
    ({"enum": [1]}, {"enum": [2]}, None),
    ({"enum": [1, 2, 3]}, {"minimum": 2}, {"enum": [2, 3]}),
    ({"exclusiveMinimum": 2}, {"enum": [1, 2, 3]}, {"const": 3}),
]


@pytest.mark.parametrize(("first", "second", "expected"), ROWS)
@pytest.mark.parametrize("swapped", [False, True])
def test_numbers_meet_at_the_narrower_bound(first: Any, second: Any, expected: Any, swapped: bool) -> None:
    facets = [facet({"type": "number", **schema}) for schema in (first, second)]
    met = intersect_facets(*(reversed(facets) if swapped else facets))
    assert met == (None if expected is None else facet({"type": "number", **expected}))


STRING_ROWS: list[tuple[Any, Any, Any]] = [
    ({"minLength": 1}, {"minLength": 2}, {"minLength": 2}),
    ({"maxLength": 1}, {"maxLength": 2}, {"maxLength": 1}),
    ({"maxLength": 1}, {}, {"maxLength": 1}),
    ({"minLength": 2}, {"maxLength": 2}, {"minLength": 2, "maxLength": 2}),
    ({"minLength": 2}, {"maxLength": 1}, None),
    ({"format": "date"}, {"contentEncoding": "base64"}, {"format": "date", "contentEncoding": "base64"}),
    ({"enum": ["a", "bb"]}, {"maxLength": 1}, {"const": "a"}),
    ({"enum": ["a", "b"]}, {"pattern": "^b"}, {"const": "b"}),
    ({"enum": ["a"]}, {"minLength": 2}, None),
]


@pytest.mark.parametrize(("first", "second", "expected"), STRING_ROWS)
@pytest.mark.parametrize("swapped", [False, True])
def test_strings_meet_in_every_constraint(first: Any, second: Any, expected: Any, swapped: bool) -> None:
    facets = [facet({"type": "string", **schema}) for schema in (first, second)]
    met = intersect_facets(*(reversed(facets) if swapped else facets))
    assert met == (None if expected is None else facet({"type": "string", **expected}))


def test_patterns_of_both_strings_apply() -> None:
    met = intersect_facets(*(facet({"type": "string", "pattern": pattern}) for pattern in ("a", "b")))
    assert isinstance(met, Strings)
    assert met.patterns == {"a", "b"}


def test_arrays_and_objects_keep_the_parts_of_both() -> None:
    arrays = [
        facet({"type": "array", "items": {"type": kind}, "minItems": n}) for n, kind in ((1, "string"), (2, "null"))
    ]
    met: Any = intersect_facets(*arrays)
    assert (met.low, met.high, len(met.parts), met.unique) == (2, None, 2, False)
    objects = [
        facet({"type": "object", "required": [name], "maxProperties": n, "properties": {name: {"type": "string"}}})
        for n, name in ((3, "a"), (2, "b"))
    ]
    met = intersect_facets(*objects)
    assert (met.required, met.high, len(met.parts), met.declared) == ({"a", "b"}, 2, 2, {"a", "b"})


def test_what_one_object_hides_is_hidden_in_both() -> None:
    hiding = facet({"type": "object", "properties": {"a": {"readOnly": True}}}, REQUEST)
    requiring = facet({"type": "object", "required": ["a", "b"], "properties": {"a": {}}}, REQUEST)
    for pair in ((hiding, requiring), (requiring, hiding)):
        met: Any = intersect_facets(*pair)
        assert (met.hidden, met.required, met.declared) == ({"a"}, {"b"}, set())


def test_values_that_a_facet_may_accept_stay_bound_to_it() -> None:
    values = facet({"enum": ["2024-01-01", "soon"]})
    dates = facet({"type": "string", "format": "date"})
    met = intersect_facets(values, dates)
    assert isinstance(met, Values)
    assert (met.items, met.within) == ({'"2024-01-01"', '"soon"'}, {dates})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1/2", "1/3", "1"),
        ("4", "6", "12"),
        ("3/2", "1/2", "3/2"),
        (None, "2", "2"),
        ("2", None, "2"),
        (None, None, None),
    ],
)
def test_the_common_step_is_the_least_number_that_both_divide(first: Any, second: Any, expected: Any) -> None:
    steps = [None if step is None else Fraction(step) for step in (first, second, expected)]
    assert common_step(steps[0], steps[1]) == steps[2]


@pytest.mark.parametrize(
    ("low", "low_open", "high", "high_open", "expected"),
    [
        ("0", False, "10", False, (0, 10)),
        ("0", True, "10", True, (5, 5)),
        ("1", False, "9", False, (5, 5)),
        ("1", True, "9", True, (5, 5)),
        ("-1", True, "-0.5", True, (0, -5)),
    ],
)
def test_bounds_move_inwards_to_the_step(low: str, low_open: bool, high: str, high_open: bool, expected: Any) -> None:
    interval = Numbers(
        type="number", low=Fraction(low), low_open=low_open, high=Fraction(high), high_open=high_open, step=Fraction(5)
    )
    moved = snap_to_step(interval)
    assert (moved.low, moved.high, moved.low_open, moved.high_open) == (*expected, False, False)


@pytest.mark.parametrize(
    ("schema", "empty"),
    [
        ({"minimum": 1, "maximum": 1}, False),
        ({"minimum": 1, "maximum": 2}, False),
        ({"exclusiveMinimum": 1, "maximum": 1.5}, False),
    ],
)
def test_an_interval_with_a_number_is_not_empty(schema: Any, empty: bool) -> None:
    assert is_empty(facet({"type": "number", **schema})) is empty


@pytest.mark.parametrize(("first", "second", "expected"), [(1, 2, 1), (None, 2, 2), (0, None, 0), (None, None, None)])
def test_the_least_of_two_upper_bounds(first: int | None, second: int | None, expected: int | None) -> None:
    assert least(first, second) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, (0, None)),
        ({"type": "string", "pattern": "^[a-z]{2,5}$"}, (2, 5)),
        ({"type": "string", "pattern": "^[a-z]{2,5}$", "minLength": 3, "maxLength": 9}, (3, 5)),
        ({"type": "array", "maxItems": 3}, (0, 3)),
        ({"type": "array", "items": False}, (0, 0)),
        ({"type": "array", "prefixItems": [{"type": "null"}], "items": False}, (0, 1)),
        ({"type": "array", "prefixItems": [{"type": "null"}], "items": False, "maxItems": 0}, (0, 0)),
        ({"type": "object", "required": ["a", "b"]}, (2, None)),
        ({"type": "object", "required": ["a"], "minProperties": 2}, (2, None)),
        ({"type": "object", "properties": {"a": True}, "additionalProperties": False}, (0, 1)),
        ({"type": "object", "properties": {"a": True}, "additionalProperties": False, "maxProperties": 0}, (0, 0)),
        (
            {
                "type": "object",
                "properties": {"a": True},
                "patternProperties": {"^x": {"type": "null"}},
                "additionalProperties": False,
            },
            (0, None),
        ),
    ],
)
def test_sizes_that_other_keywords_imply(schema: Any, expected: tuple[int, int | None]) -> None:
    sized: Any = facet(schema)
    assert implied_range(sized) == expected


def test_finite_sets_of_one_type_become_one() -> None:
    joined = union(normal_form({"enum": ["a", 1]}), normal_form({"enum": ["b"]}), normal_form({"type": "null"}))
    assert {kind: len(facets) for kind, facets in joined.facets.items()} == {"string": 1, "number": 1, "null": 1}
    (strings,) = joined.of("string")
    assert isinstance(strings, Values)
    assert strings.items == {'"a"', '"b"'}


def test_an_alternative_that_comes_twice_stays_once() -> None:
    assert len(union(normal_form({"type": "string"}), normal_form({"type": "string"})).of("string")) == 1
    assert len(union(normal_form({"type": "string"}), normal_form({"const": "a"})).of("string")) == 2


@pytest.mark.parametrize(("count", "is_written_out"), [(8, True), (9, False)])
def test_conjunctions_of_many_alternatives_are_kept_whole(count: int, is_written_out: bool) -> None:
    assert MAX_ALTERNATIVES == 8 * 8
    lows, highs = (
        {"anyOf": [{"type": "string", keyword: size + offset} for size in range(count)]}
        for keyword, offset in (("minLength", 0), ("maxLength", 20))
    )
    facets = normal_form({"allOf": [lows, highs]}).of("string")
    assert len(facets) == (count * count if is_written_out else count)
    assert any(facet.extras for facet in facets) is not is_written_out


def test_normal_forms_meet_type_by_type() -> None:
    met = intersect(normal_form({"type": ["string", "null"]}), normal_form({"type": ["null", "number"]}))
    assert met.facets.keys() == {"null"}
