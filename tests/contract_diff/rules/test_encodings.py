"""Encodings of form fields."""

from typing import Any

import pytest

from tests.contract_diff.contracts import compare
from tests.contract_diff.wire_contract import placed


def messages(base: dict[str, Any], head: dict[str, Any], schema: dict[str, Any] | None = None) -> list[str]:
    form = {"type": "object", "properties": {"a": schema or {"type": "string"}}}
    bodies = ({"content": {"multipart/form-data": {"schema": form, "encoding": side}}} for side in (base, head))
    sides = [placed("/operation/requestBody", body) for body in bodies]
    return [finding.message for finding in compare(sides[0], sides[1]).findings]


CSV = {"a": {"contentType": "text/csv"}}


def test_the_message_names_the_field_and_what_happened() -> None:
    where = "request body multipart/form-data: encoding of `a`"
    assert messages({}, CSV) == [f"{where} added"]
    assert messages(CSV, {}) == [f"{where} removed"]
    assert messages(CSV, {"a": {"contentType": "text/html"}}) == [f"{where} changed"]


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"type": "string"}, "text/plain"),
        ({"type": "object"}, "application/json"),
        ({"type": "array", "items": {"type": "integer"}}, "text/plain"),
        ({"type": "string", "contentEncoding": "base64"}, "application/octet-stream"),
    ],
)
def test_a_default_that_is_written_out_is_no_change(schema: dict[str, Any], default: str) -> None:
    assert messages({}, {"a": {"contentType": default}}, schema) == []
    assert len(messages({}, CSV, schema)) == 1


FORM = "application/x-www-form-urlencoded"
LIST = {"type": "array", "items": {"type": "string"}}
JSON_TYPE = {"contentType": "application/json"}
EXPLODED, JOINED, PIPED = {"explode": True}, {"explode": False}, {"style": "pipeDelimited"}


def changes(
    base: dict[str, Any], head: dict[str, Any], schema: dict[str, Any], media: str = FORM, version: str = "3.1.0"
) -> list[tuple[str, str]]:
    """The rule and the last words of each finding about the encoding of one field."""

    def form(encoding: dict[str, Any]) -> dict[str, Any]:
        content = {media: {"schema": {"type": "object", "properties": {"a": schema}}, "encoding": {"a": encoding}}}
        return {**placed("/operation/requestBody", {"content": content}), "openapi": version}

    found = compare(form(base), form(head)).findings
    return [(finding.rule, finding.message.rpartition("encoding of `a` ")[2]) for finding in found]


@pytest.mark.parametrize(
    ("base", "head", "schema", "words"),
    [
        ({}, JOINED, LIST, "explode true to false"),
        (JOINED, EXPLODED, LIST, "explode false to true"),
        ({}, PIPED, LIST, "style form to pipeDelimited"),
        ({"style": "deepObject"}, {"style": "form"}, {"type": "object"}, "style deepObject to form"),
        (EXPLODED, JOINED, {"type": ["array", "string"], "items": {}}, "explode true to false"),
    ],
)
def test_other_bytes_for_the_same_value_break(
    base: dict[str, Any], head: dict[str, Any], schema: dict[str, Any], words: str
) -> None:
    assert changes(base, head, schema) == [("encoding-incomparable", words)]


@pytest.mark.parametrize(
    ("base", "head", "schema"),
    [
        ({}, JOINED, {"type": "string"}),
        (PIPED, JOINED, {"type": ["integer", "null"]}),
        ({}, {"style": "form"}, LIST),
        (PIPED, {"style": "pipeDelimited", "explode": False}, LIST),
        ({"style": "deepObject", "allowReserved": False}, {"style": "deepObject"}, {"type": "object"}),
    ],
)
def test_a_style_that_changes_no_byte_is_no_change(
    base: dict[str, Any], head: dict[str, Any], schema: dict[str, Any]
) -> None:
    assert changes(base, head, schema) == []


def test_reserved_characters_are_judged_as_in_a_query() -> None:
    reserved = {"allowReserved": True}
    assert changes({}, reserved, LIST) == [("encoding-widens", "changed: allowReserved")]
    assert changes(reserved, {}, LIST) == [("encoding-narrows", "changed: allowReserved")]


@pytest.mark.parametrize(
    ("base", "head", "schema"),
    [
        ({}, JOINED, {"type": "object"}),
        (JSON_TYPE, {**JSON_TYPE, **JOINED}, LIST),
        (JOINED, CSV["a"], LIST),
    ],
)
def test_what_differs_by_version_stays_undecided(
    base: dict[str, Any], head: dict[str, Any], schema: dict[str, Any]
) -> None:
    ((rule, _),) = changes(base, head, schema)
    assert rule == "encoding-unknown"


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3.0.3", []), ("3.1.0", [("encoding-incomparable", "explode true to false")])],
)
def test_a_multipart_form_has_styles_from_3_1_on(version: str, expected: list[tuple[str, str]]) -> None:
    assert changes(EXPLODED, JOINED, LIST, "multipart/form-data", version) == expected
