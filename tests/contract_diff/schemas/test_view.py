"""The simplest view of a schema: differences between views that don't matter to it are gone."""

from typing import Any

import pytest

from contract_diff.schemas.normal_form import View
from contract_diff.schemas.view import Views
from tests.contract_diff.algebra import sides

REQUEST, RESPONSE = View("request"), View("response")
INCLUSIVE = View("response", exclusive=False)
HIDING = {"type": "object", "properties": {"a": {"readOnly": True}}}
UNION = {"oneOf": [{"type": "string"}, {"type": "null"}]}
BEHIND = {"$ref": "#/components/schemas/Named"}


@pytest.mark.parametrize(
    ("schema", "view", "simplest"),
    [
        ({"type": "string"}, REQUEST, RESPONSE),
        ({"type": "string"}, RESPONSE, RESPONSE),
        (HIDING, REQUEST, REQUEST),
        (HIDING, RESPONSE, RESPONSE),
        ({"type": "string"}, INCLUSIVE, RESPONSE),
        (UNION, INCLUSIVE, INCLUSIVE),
        (UNION, RESPONSE, RESPONSE),
        (UNION, REQUEST, RESPONSE),
        ({"type": "string"}, View("response", xml=True), RESPONSE),
        ({"type": "string"}, View("request", text=frozenset({"number"})), View("response", text=frozenset({"number"}))),
        ({"type": "string"}, View("response", conventional=False), View("response", conventional=False)),
    ],
)
def test_a_view_keeps_only_what_matters_to_the_schema(schema: Any, view: View, simplest: View) -> None:
    assert Views().simplest(view, sides(schema, schema).base) == simplest


@pytest.mark.parametrize(("named", "matters"), [(HIDING, True), ({"type": "string"}, False)])
def test_keywords_behind_references_matter(named: Any, matters: bool) -> None:
    pair = sides(BEHIND, BEHIND, ({"Named": {"allOf": [named]}},) * 2)
    assert Views().simplest(REQUEST, pair.base) == (REQUEST if matters else RESPONSE)


def test_one_of_is_read_inclusively_only_where_there_is_one() -> None:
    pair = sides(UNION, {"type": "string"})
    assert Views().inclusive(RESPONSE, pair.base) == INCLUSIVE
    assert Views().inclusive(RESPONSE, pair.head) == RESPONSE
    assert Views().inclusive(RESPONSE, pair.head, pair.base) == INCLUSIVE
