"""Containment of numbers, strings and sizes, one rule at a time."""

from fractions import Fraction
from typing import Any

import pytest

from contract_diff.containment.scalars import (
    MAX_COUNTED,
    count_numbers,
    formats_within,
    numbers_within,
    patterns_within,
    range_within_values,
    sizes_within,
    strings_within,
)
from contract_diff.schemas.normal_form import Arrays, Numbers, Strings, Values
from tests.contract_diff.algebra import LETTERS


def number(**bounds: Any) -> Numbers:
    exact = {name: Fraction(value) for name, value in bounds.items() if name in ("low", "high", "step")}
    return Numbers(type="number", **{**bounds, **exact})


NUMBERS: list[tuple[str, Numbers, Numbers]] = [
    ("N", number(low=0), number(low=0, low_open=True)),
    ("Y", number(low=0, low_open=True), number(low=0)),
    ("Y", number(low=0, low_open=True), number(low=0, low_open=True)),
    ("Y", number(low=1), number(low=0, low_open=True)),
    ("N", number(), number(low=0)),
    ("Y", number(low=0), number()),
    ("N", number(high=0), number(high=0, high_open=True)),
    ("Y", number(high=0, high_open=True), number(high=0)),
    ("Y", number(high=0, high_open=True), number(high=0, high_open=True)),
    ("Y", number(high=-1), number(high=0, high_open=True)),
    ("N", number(), number(high=0)),
    ("Y", number(high=0), number()),
    ("Y", number(step=4), number(step=2)),
    ("N", number(step=2), number(step=4)),
    ("N", number(), number(step=1)),
    ("Y", number(step=1), number()),
    ("Y", number(low=4, high=4, step=1), number(step=2)),
    ("N", number(low=4, high=5, step=1), number(step=2)),
    ("U", number(), number(formats=frozenset({"float"}))),
    ("Y", number(formats=frozenset({"float"})), number()),
    ("U", number(low=4, high=4, step=1), number(step=2, formats=frozenset({"float"}))),
    ("N", number(low=5, high=5, step=1), number(step=2, formats=frozenset({"float"}))),
]


@pytest.mark.parametrize(("answer", "sub", "sup"), NUMBERS)
def test_intervals_are_contained_up_to_their_bounds(answer: str, sub: Numbers, sup: Numbers) -> None:
    assert numbers_within(sub, sup) is LETTERS[answer]


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        (number(low=1, high=3, step=1), ["1", "2", "3"]),
        (number(low=0, high=4, step=2), ["0", "2", "4"]),
        (number(low=3, high=3, step=1), ["3"]),
        (number(low=1, high=3), None),
        (number(low=1, step=1), None),
        (number(high=1, step=1), None),
        (number(low=0, high=1, step="1/2"), None),
    ],
)
def test_a_small_interval_of_integers_is_counted(facet: Numbers, expected: list[str] | None) -> None:
    assert count_numbers(facet) == expected


def test_counting_ends_at_its_limit() -> None:
    assert len(count_numbers(number(low=0, high=MAX_COUNTED, step=1)) or ()) == MAX_COUNTED + 1
    assert count_numbers(number(low=0, high=MAX_COUNTED + 1, step=1)) is None


@pytest.mark.parametrize(
    ("answer", "sub", "sup"),
    [
        ("Y", (), ()),
        ("Y", ("date",), ()),
        ("N", (), ("date",)),
        ("Y", ("date",), ("date",)),
        ("N", ("date",), ("time",)),
        ("U", (), ("cuid",)),
        ("N", (), ("cuid", "date")),
        ("Y", ("uri",), ("uri-reference",)),
        ("Y", ("uri",), ("iri",)),
        ("N", ("uri-reference",), ("uri",)),
        ("Y", ("date", "cuid"), ("cuid",)),
    ],
)
def test_formats_imply_wider_formats(answer: str, sub: tuple[str, ...], sup: tuple[str, ...]) -> None:
    assert formats_within(frozenset(sub), frozenset(sup)) is LETTERS[answer]


def text(**constraints: Any) -> Strings:
    sets = {key: frozenset({value}) if isinstance(value, str) else value for key, value in constraints.items()}
    return Strings(type="string", **sets)


@pytest.mark.parametrize(
    ("answer", "sub", "sup"),
    [
        ("Y", text(patterns="^a"), text()),
        ("N", text(), text(patterns="^a")),
        ("N", text(patterns="^[a-z]+$"), text(patterns="^[a-z]{1,3}$")),
        ("Y", text(patterns="^[a-z]+$", high=3), text(patterns="^[a-z]{1,3}$")),
        ("Y", text(patterns="^[a-z]*$", low=1, high=3), text(patterns="^[a-z]{1,3}$")),
        ("N", text(patterns="^[a-z]*$", high=3), text(patterns="^[a-z]{1,3}$")),
        ("U", text(patterns="^a", formats="date"), text(patterns="^b")),
        ("N", text(formats="date"), text(patterns="^b")),
    ],
)
def test_patterns_are_compared_within_the_lengths(answer: str, sub: Strings, sup: Strings) -> None:
    assert patterns_within(sub, sup) is LETTERS[answer]


@pytest.mark.parametrize(
    ("answer", "sub", "sup"),
    [
        ("Y", text(encodings="base64"), text()),
        ("N", text(), text(encodings="base64")),
        ("Y", text(media_types="text/html"), text()),
        ("N", text(), text(media_types="text/html")),
        ("N", text(low=1), text(low=2)),
        ("Y", text(low=2), text(low=2)),
        ("U", text(), text(formats="cuid")),
        ("N", text(), text(formats="cuid", patterns="^a")),
        ("U", text(patterns="^a"), text(patterns="^a", formats="cuid")),
    ],
)
def test_strings_are_contained_if_every_constraint_is(answer: str, sub: Strings, sup: Strings) -> None:
    assert strings_within(sub, sup) is LETTERS[answer]


@pytest.mark.parametrize(
    ("expected", "sub", "sup"),
    [
        (True, (0, None), (0, None)),
        (True, (1, 3), (1, 3)),
        (True, (2, 2), (1, 3)),
        (False, (0, 3), (1, 3)),
        (False, (1, 4), (1, 3)),
        (False, (1, None), (1, 3)),
    ],
)
def test_sizes_are_contained_up_to_their_bounds(expected: bool, sub: tuple[Any, Any], sup: tuple[Any, Any]) -> None:
    facets = [Arrays(type="array", low=low, high=high) for low, high in (sub, sup)]
    assert sizes_within(facets[0], facets[1]) is expected


def test_sizes_that_patterns_imply_count() -> None:
    code = text(patterns="^[a-z]{2,5}$")
    assert sizes_within(code, text(low=2, high=5))
    assert not sizes_within(code, text(low=3, high=5))
    assert not sizes_within(code, text(low=2, high=4))


def test_a_finite_set_contains_what_is_finite_without_being_written_so() -> None:
    numbers = Values(type="number", items=frozenset({"1", "2"}))
    assert range_within_values(number(low=1, high=2, step=1), numbers) is LETTERS["Y"]
    assert range_within_values(number(low=1, high=3, step=1), numbers) is LETTERS["N"]
    assert range_within_values(number(low=1, high=2), numbers) is LETTERS["N"]
    assert range_within_values(text(high=0), Values(type="string", items=frozenset({'""'}))) is LETTERS["Y"]
    assert range_within_values(text(high=0), Values(type="string", items=frozenset({'"a"'}))) is LETTERS["N"]
    assert range_within_values(text(high=1), Values(type="string", items=frozenset({'""'}))) is LETTERS["N"]
    empty = Arrays(type="array", high=0)
    assert range_within_values(empty, Values(type="array", items=frozenset({"[]"}))) is LETTERS["Y"]
