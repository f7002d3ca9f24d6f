"""Checks of values that follow from schemas, and values for what nobody sent."""

from typing import Any

import pytest
from pivotal._schema_checks import check_of, text_check_of
from pivotal._value_checks import Invalid
from pivotal.sandbox._contract.checks import body_fields, check_body
from pivotal.sandbox._contract.defaults import UNSET, default_of
from pivotal.sandbox._errors import ApiError
from pivotal_runtime.description import Description, Field, Schema, decode_description

TEXT = Schema(types=("string",))
NUMBER = Schema(types=("number",))
COLOR = Schema(types=("string",), enum=("red", "blue"))
PET = Schema(
    types=("object",),
    fields=(Field(name="name", schema=TEXT, required=True), Field(name="parent", schema=Schema(ref="Pet"))),
    values=Schema(types=("integer",)),
)
CONTRACT = Description(
    title="", version="", base_url="", tags=(), operations=(), schemas={"Pet": PET, "Color": COLOR, "Text": TEXT}
)


def refusal(schema: Schema, value: Any) -> tuple[str, str]:
    """Return the code and the description of why a value is refused."""
    with pytest.raises(Invalid) as caught:
        check_of(CONTRACT, schema)(value)
    return caught.value.code, caught.value.expected


@pytest.mark.parametrize(
    ("schema", "value", "stored"),
    [
        (Schema(), {"any": [1]}, {"any": [1]}),
        (Schema(types=("string",), nullable=True), None, None),
        (Schema(ref="Color"), "red", "red"),
        (Schema(types=("integer",), enum=(1, 2)), 2, 2),
        (Schema(types=("string", "integer")), 3, 3),
        (Schema(any_of=(TEXT, Schema(ref="Pet"))), {"name": "Rex"}, {"name": "Rex"}),
        (Schema(all_of=(TEXT, Schema(types=("string",), min_length=2))), "ab", "ab"),
        (
            PET,
            {"name": "Rex", "parent": {"name": "Lux"}, "age": 3},
            {"name": "Rex", "parent": {"name": "Lux"}, "age": 3},
        ),
        (Schema(types=("string",), format="date"), "2026-03-01", "2026-03-01"),
        (Schema(types=("string",), format="date-time"), "2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00.000Z"),
        (Schema(types=("string",), format="email"), "Ada@a.example", "Ada@a.example"),
        (Schema(types=("string",), pattern="(?<bad"), "anything", "anything"),
        (Schema(types=("number",), exclusive_minimum=0, exclusive_maximum=1), 0.5, 0.5),
        (Schema(types=("number",), multiple_of=0.1), 0.3, 0.3),
        (Schema(types=("array",), items=TEXT, unique_items=True), ["a", "b"], ["a", "b"]),
        (Schema(fields=PET.fields), {"name": "Rex"}, {"name": "Rex"}),
    ],
)
def test_a_value_is_stored(schema: Schema, value: Any, stored: Any) -> None:
    assert check_of(CONTRACT, schema)(value) == stored


@pytest.mark.parametrize(
    ("schema", "value", "code", "expected"),
    [
        (TEXT, None, "invalid_type", "a string"),
        (Schema(types=("boolean",)), 1, "invalid_type", "true or false"),
        (NUMBER, True, "invalid_type", "a number"),
        (NUMBER, float("inf"), "invalid_type", "a number"),
        (COLOR, "green", "invalid_enum_value", "one of red, blue"),
        (COLOR, 1, "invalid_type", "a string"),
        (Schema(enum=(1, 2)), True, "invalid_enum_value", "one of 1, 2"),
        (Schema(types=("string",), min_length=1), "", "too_small", "a string of at least 1 character"),
        (Schema(types=("string",), max_length=2), "äöü", "too_big", "a string of at most 2 characters"),
        (Schema(types=("string",), pattern="^a"), "b", "invalid_string", "a string that matches ^a"),
        (Schema(types=("string",), format="date"), "2026-02-30", "invalid_string", "an ISO 8601 date"),
        (Schema(types=("string",), format="email"), "a@b", "invalid_string", "an e-mail address"),
        (Schema(types=("integer",), minimum=2), 1, "too_small", "an integer of at least 2"),
        (Schema(types=("integer",), maximum=2), 3, "too_big", "an integer of at most 2"),
        (Schema(types=("integer",), exclusive_minimum=2, maximum=5), 2, "too_small", "an integer from 3 to 5"),
        (Schema(types=("integer",), exclusive_maximum=2, minimum=0), 2, "too_big", "an integer from 0 to 1"),
        (Schema(types=("integer",), minimum=2), "x", "invalid_type", "an integer of at least 2"),
        (Schema(types=("number",), exclusive_maximum=1), 1, "too_big", "a number of at most 0.9999999999999999"),
        (Schema(types=("integer",), multiple_of=5), 7, "not_multiple_of", "an integer that is a multiple of 5"),
        (Schema(types=("array",), items=TEXT), "a", "invalid_type", "an array of strings"),
        (Schema(types=("array",), items=TEXT), [1], "invalid_type", "an array of strings"),
        (Schema(types=("array",), min_items=1), [], "too_small", "an array of at least 1 items"),
        (Schema(types=("array",), max_items=1), [1, 2], "too_big", "an array of at most 1 items"),
        (Schema(types=("array",), unique_items=True), [1, 1], "not_unique", "an array of different items"),
        (PET, [], "invalid_type", "an object"),
        (PET, {}, "missing_field", "an object with name"),
        (PET, {"name": 1}, "invalid_type", "an object whose name is a string"),
        (PET, {"name": "Rex", "age": "3"}, "invalid_type", "an object whose age is an integer"),
        (Schema(any_of=(TEXT, Schema(ref="Pet"))), 1, "invalid_type", "a string or an object"),
        (Schema(types=("string", "integer")), [], "invalid_type", "a string or an integer"),
    ],
)
def test_a_value_is_refused(schema: Schema, value: Any, code: str, expected: str) -> None:
    assert refusal(schema, value) == (code, expected)


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (TEXT, "1", "1"),
        (Schema(types=("boolean",)), "true", True),
        (Schema(types=("integer",)), "-7", -7),
        (NUMBER, "1.5", 1.5),
        (Schema(ref="Color"), "blue", "blue"),
    ],
)
def test_text_of_a_query_is_read_by_its_type(schema: Schema, text: str, value: Any) -> None:
    assert text_check_of(CONTRACT, schema)(text) == value


@pytest.mark.parametrize(("schema", "text"), [(Schema(types=("boolean",)), "yes"), (Schema(types=("integer",)), "1.0")])
def test_text_of_another_type_is_refused(schema: Schema, text: str) -> None:
    with pytest.raises(Invalid):
        text_check_of(CONTRACT, schema)(text)


def test_a_closed_body_refuses_what_it_does_not_know() -> None:
    fields = body_fields(CONTRACT, [Field(name="name", schema=TEXT), Field(name="id", schema=TEXT, read_only=True)], {})
    assert check_body(fields, {"name": "A", "more": 1}) == {"name": "A"}
    with pytest.raises(ApiError, match=r"There is no property more\.") as caught:
        check_body(fields, {"name": "A", "more": 1}, closed=True)
    assert (caught.value.code, caught.value.field) == ("unknown_field", "more")
    assert check_body(fields, {"id": "chosen"}) == {}


@pytest.mark.parametrize(
    ("schema", "required", "value"),
    [
        (Schema(types=("string",), default="x"), False, "x"),
        (Schema(types=("string",), default=None, nullable=True), True, None),
        (Schema(types=("string",), nullable=True), False, None),
        (TEXT, False, UNSET),
        (TEXT, True, ""),
        (Schema(ref="Color"), True, "red"),
        (Schema(types=("integer",), minimum=3), True, 3),
        (NUMBER, True, 0),
        (Schema(types=("boolean",)), True, False),
        (Schema(types=("array",)), True, []),
        (Schema(types=("string",), format="date"), True, "1970-01-01"),
        (Schema(ref="Pet"), True, {"name": ""}),
        (Schema(any_of=(COLOR, NUMBER)), True, "red"),
        (Schema(), True, None),
    ],
)
def test_a_property_that_nobody_set_has_a_valid_value(schema: Schema, required: bool, value: Any) -> None:
    assert default_of(CONTRACT, Field(name="f", schema=schema, required=required)) == value
    if value is not UNSET:
        check_of(CONTRACT, schema)(value)


def test_required_objects_inside_each_other_end() -> None:
    endless = b'{"title":"","version":"","base_url":"","tags":[],"operations":[],"schemas":{"A":{"types":["object"],'
    endless += b'"fields":[{"name":"a","required":true,"schema":{"ref":"A"}}]}}}'
    contract = decode_description(endless)
    value = default_of(contract, Field(name="f", schema=Schema(ref="A"), required=True))
    depth = 0
    while value is not None:
        value, depth = value["a"], depth + 1
    assert depth > 1
