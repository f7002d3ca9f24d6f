"""No text of a contract is a command of the runner that reads the log, in any format, page or error."""

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_diff.core.command_line import MAX_ERROR, print_text, report_error
from contract_diff.core.safe_text import without_commands
from contract_diff.findings.finding import Report
from contract_diff.reporting import FORMATS
from contract_diff.reporting.wording import whole_sentence
from tests.contract_diff.contracts import answering, compare
from tests.contract_diff.pairs import Pair
from tests.support.tiers import examples

COMMANDS = (
    "##[stop-commands]x",
    "##[set-output name=breaking;]false",
    "##[add-path]/tmp/evil",
    "a ##[error]b",
    "###[group]x",
    "##[##[debug]x",
    "a ##vso[task.setvariable variable=a]b",
    "::stop-commands::x",
    "::set-output name=breaking::false",
    " \t::error::x",
    "\n::error::x",
    "\r::error::x",
    "\n##[error]x",
    "\u2028::error::x",
    "`##[error]x`",
    "x" * 150 + " ::error::x ##[error]x",
)


def commands(line: str) -> list[str]:
    """The commands that a runner reads in a line, of both generations and of Azure, as its source describes them."""
    new = re.match(r"\s*::([A-Za-z][\w-]*)(?: [^:]*)?::", line)
    return [*([new[1]] if new else []), *re.findall(r"##(?:vso)?\[([^\]]*)\]", line)]


def hostile(text: str) -> Report:
    """A report with a text in each place that is reported."""

    def contract(kind: str, version: str) -> dict[str, Any]:
        schema = {
            "type": "object",
            "description": text + version,
            "properties": {text: {"type": kind, "enum": [text, version]}, "x": {"$ref": "#/components/schemas/A"}},
        }
        operation = {"operationId": text, "summary": text, "tags": [text + version]}
        root = answering(
            schema,
            info={"title": text, "version": f"{version}{text}"},
            servers=[{"url": text + version}],
            components={"schemas": {"A": {"const": text + version}}},
        )
        root["paths"]["/things"]["get"].update(operation)
        root["paths"][f"/{text}"] = {"get": {"responses": {version: {"description": text}}}}
        return root

    return compare(contract("string", "0.1"), contract("integer", "0.2"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", COMMANDS)
def test_no_format_has_a_command_of_a_contract(form: str, text: str) -> None:
    report = hostile(text)
    assert report.findings
    found = [commands(line) for line in re.split(r"[\n\r]", FORMATS[form](report))]
    named = [name for names in found for name in names]
    expected = {"error", "warning", "notice"} if form == "github" else set()
    assert set(named) <= expected
    assert len(named) == (len(report.findings) if form == "github" else 0)


@pytest.mark.parametrize("text", COMMANDS)
def test_what_machines_read_keeps_its_meaning(text: str) -> None:
    report = hostile(text)
    findings = json.loads(FORMATS["json"](report))["findings"]
    assert [finding["message"] for finding in findings] == list(map(whole_sentence, report.findings))
    assert json.loads(FORMATS["sarif"](report))["runs"]
    if text.isprintable():
        assert text.strip() in unescape(FORMATS["html"](report))


@pytest.mark.parametrize("text", COMMANDS)
def test_no_error_and_no_table_has_a_command(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    report_error("program", text)
    for before in range(8):  # what is cut may join what is left
        report_error("program", "x" * (MAX_ERROR // 2 - before) + text + "y" * MAX_ERROR)
        report_error("program", "x" * MAX_ERROR + text + "y" * (MAX_ERROR // 2 - before))
    print_text(text)
    print_text(json.dumps({"a": text, text: 1}, indent=2, ensure_ascii=False))
    printed = capsys.readouterr()
    for line in re.split(r"[\n\r]", printed.out + printed.err):
        assert commands(line) == []


def test_json_that_is_printed_keeps_its_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    value = {text: [text, f"\\{text}", "\U000e0041\u202e\x1b"] for text in COMMANDS}
    print_text(json.dumps(value, ensure_ascii=False))
    printed = capsys.readouterr().out
    assert json.loads(printed) == value
    assert printed.strip().isprintable()


@settings(max_examples=examples(300), deadline=None)
@given(text=st.text(st.sampled_from(list("#[]: \tab\n")), max_size=30))
def test_no_combination_of_signs_is_a_command(text: str) -> None:
    for line in without_commands(text).split("\n"):
        assert "##[" not in line
        assert not line.lstrip().startswith("::")


def test_an_internal_error_has_no_command(breaking: Pair) -> None:
    script = (
        "import runpy, contract_diff.api as api\n"
        "def fail(*_): raise LookupError('##[error]x\\n::error::x')\n"
        "api.diff = fail; runpy.run_module('contract_diff', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-c", script, breaking.base, breaking.head]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True)
    assert done.returncode == 70
    assert "[error]x" in done.stderr
    assert [commands(line) for line in done.stderr.splitlines() if commands(line)] == []
