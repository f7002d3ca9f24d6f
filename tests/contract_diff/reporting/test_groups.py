"""Findings that say the same of several places are one row."""

import json
from typing import Any

import pytest

from contract_diff.findings.finding import Report
from contract_diff.reporting import FORMATS
from contract_diff.reporting.groups import grouped, kinds
from contract_diff.reporting.wording import message, property_name
from tests.contract_diff.contracts import answering, compare


def operations(count: int, parameter: dict[str, Any] | None) -> dict[str, Any]:
    """A contract with operations that take one parameter, or none."""
    operation = {"parameters": [parameter] if parameter else [], "responses": {}}
    return {"paths": {f"/r{number}": {"get": operation} for number in range(count)}}


def same_everywhere(count: int) -> Report:
    header = {"in": "header", "name": "X-Version", "required": True, "schema": {"type": "string"}}
    return compare(operations(count, None), operations(count, header))


def test_one_decision_is_one_group_with_all_operations() -> None:
    (group,) = grouped(same_everywhere(12).findings)
    assert len(group.findings) == 12
    assert group.more_places == "and 11 more places"
    assert group.operations == "GET /r0, GET /r1, GET /r10 and 9 more"


@pytest.mark.parametrize("form", ["table", "markdown", "github"])
def test_formats_for_people_count_the_places_of_a_group(form: str) -> None:
    text = FORMATS[form](same_everywhere(12))
    assert text.count("X-Version") == 1
    assert "and 11 more places" in text
    assert "12 parameter-added-narrows" in text


def test_the_kinds_come_first_the_most_frequent_first() -> None:
    base = {"type": "object", "properties": {name: {"maxLength": 3} for name in "abcd"} | {"e": {"enum": [1]}}}
    head = {"type": "object", "properties": {name: {"maxLength": 4} for name in "abcd"} | {"e": {"enum": [1, 2]}}}
    report = compare(answering(base), answering(head))
    assert kinds(report) == ["breaking: 4 maxLength-widens, 1 enum-widens"]
    assert FORMATS["table"](report).startswith("breaking: 4 maxLength-widens, 1 enum-widens\n")
    assert not kinds(same_everywhere(3))


def test_what_needs_nothing_is_one_row() -> None:
    base = {"type": "object", "properties": {"a": {"maxLength": 3}, "b": {"minimum": 1}, "c": {"enum": [1, 2]}}}
    head = {"type": "object", "properties": {"a": {"maxLength": 2}, "b": {"minimum": 2}, "c": {"enum": [1]}}}
    text = FORMATS["table"](compare(answering(base), answering(head)))
    assert text.count("Nothing needs to be done.") == 1
    assert "3 findings" in text
    assert all(f"`{name}`: " in text for name in "abc")


def many(count: int) -> Report:
    base = {f"p{number}": {"maxLength": number} for number in range(count)}
    head = {f"p{number}": {"maxLength": number + 1} for number in range(count)}
    return compare(*(answering({"type": "object", "properties": side}) for side in (base, head)))


def test_a_table_has_an_end_and_says_where_the_rest_is() -> None:
    text = FORMATS["table"](many(80))
    assert len(text.splitlines()) < 500
    assert "30 more findings are not shown; --format html or json has all of them" in text


def test_annotations_stay_within_the_limit_of_github() -> None:
    lines = FORMATS["github"](many(30)).splitlines()
    assert sum(line.startswith("::") for line in lines) == 10
    assert "20 more findings are in the job's summary, as GitHub shows ten annotations" in lines


def test_json_has_no_whole_bodies() -> None:
    old = {"type": "object", "required": ["a"], "properties": {f"p{number}": {} for number in range(500)}}
    report = compare(answering({"type": "object", "properties": {"x": old}}), answering({"type": "object"}))
    (finding,) = json.loads(FORMATS["json"](report))["findings"]
    assert finding["values"]["base"] == {"omitted_characters": len(json.dumps(old, separators=(",", ":")))}
    assert finding["values"]["head"] == {"type": "object"}


def test_a_message_names_the_property_that_it_is_about() -> None:
    schema = {"type": "object", "properties": {"properties": {"type": "string"}, "b": {"items": {"enum": [1]}}}}
    nullable = {
        "type": "object",
        "properties": {"properties": {"type": ["string", "null"]}, "b": {"items": {"enum": [1, 2]}}},
    }
    report = compare(answering(schema), answering(nullable))
    assert sorted(map(message, report.findings)) == [
        "`b`: allowed values: added 2",
        "`properties`: null: null is now allowed",
    ]
    assert [property_name(finding) for finding in compare(answering({}), answering({"type": "string"})).findings] == [
        ""
    ]


def test_the_name_of_a_rule_stays_in_one_piece() -> None:
    base = {
        "type": "object",
        "required": ["b"],
        "properties": {"a": {}, "b": {"deprecated": True}},
        "patternProperties": {"^x": {"type": "string"}},
        "additionalProperties": {"type": "string"},
    }
    head = {"type": "object", "properties": {"a": {}}, "additionalProperties": False}
    report = compare(answering(base), answering(head))
    assert "property-removed-deprecated-incomparable" in FORMATS["table"](report)
