"""Whether a facet accepts one value; values on both sides of every bound."""

from fractions import Fraction
from typing import Any

import pytest

from contract_diff.core.json_values import canonical
from contract_diff.schemas.membership import accepts, accepts_number
from contract_diff.schemas.normal_form import Numbers
from tests.contract_diff.algebra import LETTERS, facet

NUMBER, STRING, ARRAY, OBJECT = ({"type": kind} for kind in ("number", "string", "array", "object"))
# A schema with one facet, values of its type, and the answer for each.
ROWS: list[tuple[Any, list[Any], str]] = [
    (NUMBER | {"minimum": 1}, [0.5, 1, 1.5], "NYY"),
    (NUMBER | {"exclusiveMinimum": 1}, [0.5, 1, 1.5], "NNY"),
    (NUMBER | {"maximum": 1}, [0.5, 1, 1.5], "YYN"),
    (NUMBER | {"exclusiveMaximum": 1}, [0.5, 1, 1.5], "YNN"),
    (NUMBER | {"multipleOf": 0.5}, [0, 0.25, 0.5, -1.5], "YNYY"),
    ({"type": "integer"}, [1, 1.0, 1.5], "YYN"),
    (NUMBER | {"format": "float", "minimum": 1}, [0, 1], "NU"),
    (STRING | {"minLength": 1}, ["", "a"], "NY"),
    (STRING | {"maxLength": 1}, ["", "a", "ab", "\U0001f600"], "YYNY"),
    (STRING | {"pattern": "^a"}, ["a", "ba"], "YN"),
    (STRING | {"pattern": "a"}, ["ba", "b"], "YN"),
    (STRING | {"pattern": "^a", "format": "date"}, ["a", "b"], "UN"),
    (STRING | {"contentEncoding": "base64"}, ["a"], "U"),
    (STRING | {"contentMediaType": "text/html"}, ["a"], "U"),
    (STRING | {"not": {"const": "a"}}, ["a", "b"], "UU"),
    ({"enum": ["a", "b"]}, ["a", "c"], "YN"),
    ({"const": 1}, [1, 1.0, 2], "YYN"),
    ({"type": "boolean"}, [True, False], "YY"),
    ({"const": True}, [True, False], "YN"),
    ({"type": "null"}, [None], "Y"),
    (ARRAY | {"minItems": 1}, [[], [0]], "NY"),
    (ARRAY | {"maxItems": 1}, [[0], [0, 1]], "YN"),
    (ARRAY | {"items": STRING}, [[], [0]], "YU"),
    (ARRAY | {"uniqueItems": True}, [[0], [0, 0]], "YU"),
    (OBJECT | {"required": ["a"]}, [{"a": 0}, {"b": 0}], "YN"),
    (OBJECT | {"minProperties": 1}, [{}, {"a": 0}], "NY"),
    (OBJECT | {"maxProperties": 1}, [{"a": 0}, {"a": 0, "b": 0}], "YN"),
    (OBJECT | {"properties": {"a": STRING}}, [{"a": 0}], "U"),
    (OBJECT | {"propertyNames": {"maxLength": 1}}, [{"a": 0}], "U"),
    (OBJECT | {"dependentRequired": {"a": ["b"]}}, [{"a": 0}], "U"),
]


@pytest.mark.parametrize(("schema", "values", "answers"), ROWS, ids=lambda part: str(part)[:40])
def test_a_facet_accepts_values_up_to_its_bounds(schema: Any, values: list[Any], answers: str) -> None:
    assert [accepts(facet(schema), canonical(value)) for value in values] == [LETTERS[letter] for letter in answers]


def test_a_long_decimal_is_compared_exactly() -> None:
    tenth = Numbers(type="number", low=Fraction("0.1"), step=Fraction("0.1"))
    assert accepts(tenth, "0.3") is LETTERS["Y"]
    assert accepts_number(tenth, Fraction("0.30000000000000004")) is LETTERS["N"]
