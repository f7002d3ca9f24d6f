"""Whatever stands in a contract, it is compared or refused with a sentence."""

import copy
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.contract import InputError
from tests.scripts.contract_diff.contracts import compare

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


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(edits=st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
def test_junk_anywhere_is_compared_or_refused(edits: list[tuple[tuple[Any, ...], Any]]) -> None:
    edited = copy.deepcopy(CONTRACT)
    for (*above, last), junk in edits:
        owner: Any = edited
        with suppress(KeyError, IndexError, TypeError):
            for key in above:
                owner = owner[key]
            owner[last] = copy.deepcopy(junk)
    for base, revision in ((CONTRACT, edited), (edited, CONTRACT)):
        with suppress(InputError):
            compare(base, revision)
