"""Whatever stands in a contract, it is compared or refused with a sentence."""

import copy
import json
from contextlib import suppress
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract_diff.core.errors import InputError
from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source
from tests.contract_diff.contracts import compare
from tests.support.tiers import examples

THING: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer", "format": "int32", "minimum": 1},
        "labels": {"type": "array", "items": {"type": "string", "pattern": "^a"}, "contains": {"const": "a"}},
        "next": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
    },
    "dependentRequired": {"labels": ["next"]},
    "not": {"required": ["gone"]},
}
CONTENT = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
CONTRACT: dict[str, Any] = {
    "servers": [{"url": "/{v}", "variables": {"v": {"default": "1"}}}],
    "security": [{"key": []}],
    "paths": {
        "/things/{id}": {
            "parameters": [{"in": "path", "name": "id", "required": True, "schema": {"type": "string"}}],
            "put": {
                "deprecated": True,
                "x-sunset": "2030-01-01",
                "requestBody": CONTENT,
                "responses": {"200": {**CONTENT, "headers": {"X-A": {"schema": {"type": "string"}}}}},
                "callbacks": {"done": {"{$url}": {"post": {"requestBody": CONTENT}}}},
            },
        }
    },
    "components": {
        "schemas": {"Thing": THING},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
JUNK = st.sampled_from(
    [None, 5, -1.5, "x", True, False, [], {}, ["a"], {"a": 1}, {"type": "string"}, [{"type": "null"}], [[]]]
)


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all values below a value."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [way for key in keys for way in ((*above, key), *places(value[key], (*above, key)))]


PLACES = places(CONTRACT)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(edits=st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
def test_junk_anywhere_is_compared_or_rejected(edits: list[tuple[tuple[Any, ...], Any]]) -> None:
    edited = copy.deepcopy(CONTRACT)
    for (*above, last), junk in edits:
        owner: Any = edited
        with suppress(KeyError, IndexError, TypeError):
            for key in above:
                owner = owner[key]
            owner[last] = copy.deepcopy(junk)
    for base, head in ((CONTRACT, edited), (edited, CONTRACT)):
        with suppress(InputError):
            compare(base, head)


TEXT = yaml.safe_dump({"openapi": "3.1.0", **CONTRACT})
SNIPPETS = (
    "&a ", "*a ", "<<: ", "!!int ", "!x ", "- ", "? ", ": ", "{", "}", "[", "]", '"', "'", "|", "\n", "\t", "%", "@",
    "`", "null", "~", "1e999", ".nan", "NaN", "$ref: ", "'$ref': '#'", "\x00", "\ufeff", "\\ud800", "#", "---\n",
    "not: ", "[]",
)  # fmt: skip


@settings(max_examples=examples(400), deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(TEXT)), st.integers(0, 20), st.sampled_from(SNIPPETS)), min_size=1, max_size=3
    ),
    in_json=st.booleans(),
)
def test_any_text_is_read_or_rejected_in_one_line(edits: list[tuple[int, int, str]], in_json: bool) -> None:
    text = json.dumps(yaml.safe_load(TEXT)) if in_json else TEXT
    for start, length, snippet in edits:
        text = text[:start] + snippet + text[start + length :]
    try:
        parse(Source("c", text))
    except InputError as error:
        assert "\n" not in str(error)
