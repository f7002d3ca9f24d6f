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
