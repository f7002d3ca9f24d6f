"""Findings that say the same of several places are one row."""

import json
from typing import Any

import pytest

from contract_diff.findings.finding import Report
from contract_diff.reporting import FORMATS
from contract_diff.reporting.groups import grouped
from contract_diff.reporting.summary import kinds
from contract_diff.reporting.wording import message, property_name, witness
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
    assert "1 breaking at 12 places, 0 risky, 0 compatible" in text


HEADER = {"in": "header", "name": "X-Version", "required": True, "schema": {"type": "string", "maxLength": 5}}
SHORTER = {**HEADER, "schema": {"type": "string", "maxLength": 4}}


@pytest.mark.parametrize(
    ("sides", "text"),
    [
        ((None, HEADER), "required header parameter `X-Version` added"),
        ((HEADER, None), "header parameter `X-Version` removed, without deprecation"),
        (({**HEADER, "required": False}, HEADER), "header parameter `X-Version` is now required"),
        ((HEADER, SHORTER), "header parameter `X-Version`: maximum length: 5 to 4"),
        ((HEADER, {**HEADER, "deprecated": True}), "header parameter `X-Version`: deprecated"),
    ],
)
@pytest.mark.parametrize("is_shared", [False, True])
def test_a_parameter_of_many_operations_is_one_finding(sides: tuple[Any, Any], text: str, is_shared: bool) -> None:
    def contract(parameter: Any) -> dict[str, Any]:
        if not is_shared:
            return operations(3, parameter)
        reference = parameter and {"$ref": "#/components/parameters/Version"}
        return {**operations(3, reference), "components": {"parameters": {"Version": parameter or HEADER}}}

    report = compare(contract(sides[0]), contract(sides[1]))
    (group,) = grouped(report.findings)
    assert group.message.startswith(text)
    assert group.operations == "GET /r0, GET /r1, GET /r2"
    (finding,) = json.loads(FORMATS["json"](report))["findings"]
    assert finding["operations"] == ["GET /r0", "GET /r1", "GET /r2"]
    assert len(finding["more_places"]) == (0 if is_shared else 2)


def responses(header: Any, extra: Any = None) -> dict[str, Any]:
    """A contract with two operations, whose responses all have one header, or none."""
    answers = {
        status: {"description": "", "headers": {"X-Rate": header} if header else {}} for status in ("200", "404")
    }
    return {"paths": {path: {"get": {"responses": {**answers, **(extra or {})}}} for path in ("/a", "/b")}}


RATE = {"schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("base", "head", "text"),
    [
        (responses(RATE), responses(None), "responses 200 and 404: optional header `X-Rate` removed"),
        (responses(None), responses(RATE), "responses 200 and 404: header `X-Rate` added"),
        (responses(RATE), responses({"schema": {"type": "integer"}}), "header `X-Rate`: type: string became integer"),
        (responses({**RATE, "required": True}), responses(RATE), "responses 200 and 404 header `X-Rate` is no longer"),
        (responses(None), responses(None, {"429": {"description": ""}}), "status 429 may now be returned"),
        (responses(None, {"429": {"description": ""}}), responses(None), "status 429 is no longer returned"),
    ],
)
def test_a_header_or_status_of_many_responses_is_one_finding(
    base: dict[str, Any], head: dict[str, Any], text: str
) -> None:
    report = compare(base, head)
    (group,) = grouped(report.findings)
    assert group.message.startswith(text)
    assert group.operations in ("GET /a, GET /b", "")
    assert len(json.loads(FORMATS["json"](report))["findings"]) == 1
    for form in ("table", "html", "junit", "changelog"):
        assert FORMATS[form](report).count(text.partition("`")[0]) in (1, 2)


def tagged(*names: str) -> dict[str, Any]:
    """A union of components, one for each name."""
    components = {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": {"const": name}}} for name in names
    }
    branches = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return answering({"oneOf": branches}, components={"schemas": components})


def test_branches_that_a_union_gains_are_one_row_that_names_them() -> None:
    report = compare(tagged("A", "B"), tagged("A", "B", "C", "D", "E"))
    (group,) = grouped(report.findings)
    assert group.message == "oneOf: added branches `C`, `D` and `E`"
    assert group.more_places == ""
    (finding,) = json.loads(FORMATS["json"](report))["findings"]
    assert finding["message"] == group.message
    assert FORMATS["table"](report).count("oneOf-widens") == 1
    names = [f"N{number:02}" for number in range(40)]
    (group,) = grouped(compare(tagged("A", "B"), tagged("A", "B", *names)).findings)
    assert group.message.startswith("oneOf: added branches `N00`, `N01`, ")
    assert group.message.endswith("`N19` and 20 more")


def test_branches_of_several_unions_are_several_rows() -> None:
    def contract(*names: str) -> dict[str, Any]:
        union = [{"type": "object", "required": [name], "properties": {name: {}}} for name in ("a", "b", *names[:1])]
        other = [{"type": "object", "required": [name], "properties": {name: {}}} for name in ("a", "b", *names[1:])]
        return answering({"type": "array", "items": {"properties": {"x": {"anyOf": union}, "y": {"anyOf": other}}}})

    found = grouped(compare(contract(), contract("c", "d")).findings)
    assert len(found) == 2


def test_a_page_folds_the_places_of_a_group() -> None:
    page = FORMATS["html"](same_everywhere(12))
    assert page.count("<article") == 1
    assert "<summary>and 11 more places</summary>" in page
    assert page.count("<li id=") == 11


def test_a_test_case_is_one_cause() -> None:
    text = FORMATS["junit"](same_everywhere(12))
    assert text.count("<testcase") == 1
    assert "and 11 more places" in text


def test_a_changelog_lists_one_cause_once() -> None:
    text = FORMATS["changelog"](same_everywhere(12))
    assert "### GET /r0, GET /r1, GET /r10 and 9 more" in text
    assert text.count("X-Version") == 1


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
        "`properties`: null is now allowed",
    ]
    assert sorted(found["message"] for found in json.loads(FORMATS["json"](report))["findings"]) == sorted(
        map(message, report.findings)
    )
    assert [property_name(finding) for finding in compare(answering({}), answering({"type": "string"})).findings] == [
        ""
    ]


def test_a_long_string_of_a_witness_is_cut() -> None:
    schema = {"type": "object", "required": ["x"], "properties": {"x": {"type": "string", "maxLength": 256}}}
    longer = {**schema, "properties": {"x": {"type": "string"}}}
    (finding,) = compare(answering(schema), answering(longer)).findings
    shown = witness(finding)
    assert "... (257 characters)" in shown
    assert max(map(len, shown.split())) < 60


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
