"""The changelog for release notes."""

from contract_diff.reporting.changelog import render
from tests.contract_diff.contracts import answering, compare

BASE = answering({"enum": ["free"]}, info={"title": "t", "version": "1.0.0"})
HEAD = answering({"enum": ["free", "paid"]}, info={"title": "t", "version": "2.0.0"})


def test_changes_are_listed_by_operation_the_worst_first() -> None:
    head = {**HEAD, "paths": {**HEAD["paths"], "/new": {"get": {"responses": {}}}}}
    lines = render(compare(BASE, head)).splitlines()
    assert lines[::2] == [
        "## 1.0.0 to 2.0.0",
        "1 breaking, 0 risky, 2 compatible; suggested version step: major.",
        "### GET /new",
        "- GET /new added `#/paths/~1new/get`",
        "### GET /things",
        '- **Breaking**, response: allowed values: added "paid". Handle values that you do not know; new ones may be '
        "returned. `#/paths/~1things/get/responses/200/content/application~1json/schema/enum`",
        "### The whole API",
        "- info.version 1.0.0 to 2.0.0 `#/info/version`",
    ]
    assert set(lines[1::2]) == {""}


def test_text_of_a_contract_is_escaped() -> None:
    head = answering({"enum": ["free", "<img>|@me"]}, info={"title": "t", "version": "<b>"})
    text = render(compare(BASE, head))
    assert "<img>" not in text and "<b>" not in text
    assert "@me" not in text


def test_the_word_response_is_not_repeated() -> None:
    base = answering({"enum": ["free"]})
    base["paths"]["/things"]["get"]["responses"]["200"]["headers"] = {"X-A": {"required": True}}
    text = render(compare(base, answering({"enum": ["free"]})))
    assert "- **Breaking**: response 200: required header `X-A` removed" in text
