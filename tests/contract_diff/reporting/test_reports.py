"""What every format does with a contract that means harm, or that changed all over."""

import html
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from contract_diff.core.json_pointers import escape
from contract_diff.core.safe_text import visible
from contract_diff.findings.finding import Report
from contract_diff.reporting import FORMATS
from tests.contract_diff.contracts import answering, compare

HOSTILE = (
    "a|b`c\n## d",
    "[x](https://example.com)",
    "![x](https://example.com/x.png)",
    "@someone",
    "https://example.com",
    "www.example.com",
    "WWW.example.com #1 gh-1 other/repository#1",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "**b** _i_ ~~s~~ $m$",
    "\x1b[2J\x07\x7f\x9b\u2028\u202e\U000e0041",
    "::error::x",
    "%0A::error::x",
    "&lt;b&gt;",
    "]]>",
    "a``b`",
    "\\`x`",
)


def changed(*names: str) -> Report:
    """A report on properties that went."""
    old: dict[str, Any] = {name: {"type": "string", "enum": [name]} for name in names}
    new: dict[str, Any] = {name: {"type": "string", "enum": [name, f"{name}!"]} for name in names[::2]}
    return compare(
        answering({"type": "object", "properties": old, "required": list(names)}),
        answering({"type": "object", "properties": new}),
    )


def tables(text: str) -> list[list[str]]:
    """The cells of each row of all tables, as a renderer of GitHub's Markdown sees them."""
    rows: list[list[str]] = []
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table").parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level >= 4:
            rows[-1].append(token.content)
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "text_special", "code_inline", "html_inline", "softbreak"}, token.content
            tags = {child.content for child in token.children or () if child.type == "html_inline"}
            assert tags <= {"<br>", "<sub>", "</sub>", "<code>", "</code>", "<wbr>"}
    return rows


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_stays_one_table_of_plain_text(name: str) -> None:
    report = changed(name, "b", name * 2)
    rows = tables(FORMATS["markdown"](report))
    assert {len(row) for row in rows} == {3}
    headings = sum(report.count(severity) > 0 for severity in {one.severity for one in report.findings})
    assert len(rows) == len(report.findings) + headings


def test_markdown_mentions_and_links_nobody() -> None:
    text = FORMATS["markdown"](changed(*HOSTILE))
    outside_code = re.sub(r"`[^`\n]*`", "", text)
    assert not re.search(r"@\w|\w://|www\.|(?<!&)#\d|GH-\d", outside_code, re.IGNORECASE)


@pytest.mark.parametrize("name", [*HOSTILE, "a" * 60])
def test_markdown_has_the_pointer_as_code_that_breaks(name: str) -> None:
    where = [row[1] for row in tables(FORMATS["markdown"](changed(name))) if row[1] != "Where"]
    shown = [re.sub(r"<wbr>", "", html.unescape(code)) for code in re.findall(r"<code>(.*?)</code>", where[0])]
    expected = visible(f"#/paths/~1things/get/responses/200/content/application~1json/schema/properties/{escape(name)}")
    assert expected.replace("\n", " ") in shown
    assert max(map(len, re.split("<wbr>|<br>", where[0]))) < 150


def test_markdown_breaks_a_long_path_in_a_pointer_and_in_a_message() -> None:
    path = "/api/v1/customers/{customer_id}/onboardings/{onboarding_id}/tasks/{task_id}"
    report = compare({"paths": {path: {"get": {"responses": {}}}}}, {"paths": {}})
    (row,) = (row for row in tables(FORMATS["markdown"](report)) if path in html.unescape(row[0].replace("<wbr>", "")))
    for cell in row[:2]:
        assert max(len(html.unescape(word)) for word in re.split(r"<wbr>|<br>|<\w+>|\s", cell)) < 40


def test_markdown_is_cut_off_at_the_size_of_a_comment() -> None:
    report = changed(*(f"{'é' * 90}{number}" for number in range(400)))
    text = FORMATS["markdown"](report)
    assert len(text.encode()) < 65_536
    reported = len(tables(text)) - text.count("| --- | --- | --- |")
    assert 20 < reported < len(report.findings)
    assert text.endswith(
        f"{len(report.findings) - reported} more findings omitted (comment size limit); "
        "see another report format for the full list.\n"
    )


def test_a_long_cell_is_cut_off() -> None:
    text = FORMATS["markdown"](changed("x" * 5_000))
    assert len(text) < 10_000
    assert "... (shortened)" in text


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_prints_control_characters(form: str) -> None:
    text = FORMATS[form](changed(*HOSTILE))
    assert not set(text) & set("\x1b\x07\x7f\x9b\u2028\u202e\U000e0041")


def test_each_annotation_is_one_line() -> None:
    report = changed(*HOSTILE)
    commands = FORMATS["github"](report).splitlines()[:10]
    assert all(re.match(r"::(error|warning|notice) file=head.json,line=1,col=\d+,title=[^:,]*::", one) for one in (
        command for command in commands if "file=head" in command
    ))  # fmt: skip


def test_xml_and_json_are_well_formed() -> None:
    report = changed(*HOSTILE, "\ufffe")
    assert len(ElementTree.fromstring(FORMATS["junit"](report))) == len(report.findings)
    assert len(json.loads(FORMATS["json"](report))["findings"]) == len(report.findings)
    assert len(json.loads(FORMATS["sarif"](report))["runs"][0]["results"]) == len(report.findings)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_names_the_changed_property(form: str) -> None:
    schema = {"type": "object", "properties": {"nickname": {"type": "string", "maxLength": 5}}}
    longer = {"type": "object", "properties": {"nickname": {"type": "string", "maxLength": 6}}}
    text = FORMATS[form](compare(answering(schema), answering(longer)))
    if form == "table":
        text = "".join(line.split("│")[2].strip() for line in text.splitlines() if line.startswith("│"))
    if form == "markdown":
        text = html.unescape(text.replace("<wbr>", ""))
    assert "application~1json/schema/properties/nickname/maxLength" in text


def test_sarif_has_relative_escaped_paths_and_a_place_for_every_result() -> None:
    results = json.loads(FORMATS["sarif"](changed("a", "b")))["runs"][0]["results"]
    uris = {one["physicalLocation"]["artifactLocation"]["uri"] for result in results for one in result["locations"]}
    assert uris <= {"base.json", "head.json"}
    assert all(result["locations"] for result in results)
