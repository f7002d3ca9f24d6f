"""What an approval is about: one place, and what was not merged yet."""

import html
import subprocess
from datetime import date
from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from contract_diff.core.severity import Severity
from contract_diff.findings.approvals import ApprovalRow, approve, merged_approvals
from contract_diff.findings.version_step import version_step
from contract_diff.reporting import FORMATS
from tests.contract_diff.contracts import TODAY, answering, compare

TEXT = {"type": "string"}
SCHEMA = "/paths/~1things/get/responses/200/content/application~1json/schema"
REPORT = compare(*(answering({"type": "object", "properties": dict.fromkeys(names, TEXT)}) for names in ("abc", "cde")))
FILE = "approvals: [{rule: property-removed, pointer: /a, reason: agreed, expires: 2999-01-01}]\n"


def row(rule: str, pointer: str) -> ApprovalRow:
    return ApprovalRow(rule, pointer, "agreed", date(2999, 1, 1))


def approved(*rows: ApprovalRow) -> list[str]:
    return [found.message for found in approve(REPORT.findings, list(rows), TODAY) if found.approval]


@pytest.mark.parametrize(("rule", "name"), [("property-removed", "a"), ("property-added", "d")])
def test_an_approval_fits_one_of_several_removed_or_added_properties(rule: str, name: str) -> None:
    (message,) = approved(row(rule, f"{SCHEMA}/properties/{name}"))
    assert f"`{name}`" in message


def test_a_removed_property_is_named_at_its_place_in_the_base() -> None:
    fields = [{"type": "object", "properties": dict.fromkeys(names, TEXT)} for names in ("ab", "b")]
    shared = {"components": {"schemas": {"Thing": fields[0]}}}
    report = compare(answering({"$ref": "#/components/schemas/Thing"}, **shared), answering(fields[1], **shared))
    (found,) = (one for one in report.findings if one.rule.startswith("property-removed"))
    assert [place.pointer for place in found.places] == ["/components/schemas/Thing/properties/a"]


def test_the_enclosing_schema_is_not_the_place_of_a_property() -> None:
    with pytest.raises(InputError, match=f"delete it, or name #{SCHEMA}/properties/a$"):
        approved(row("property-removed", SCHEMA))


def test_an_error_that_quotes_a_line_break_is_one_line() -> None:
    with pytest.raises(InputError, match=r"^the approval of a b at #/a b\\u001b is stale"):
        approved(row("a\nb", "/a\r\nb\x1b"))


@pytest.mark.parametrize(("day", "is_valid"), [(1, True), (2, False)])
def test_an_approval_is_valid_until_the_end_of_its_day(day: int, is_valid: bool) -> None:
    (finding, *_) = REPORT.findings
    approval = ApprovalRow(finding.rule, finding.places[0].pointer, "agreed", date(2030, 1, 1))
    if is_valid:
        assert any(found.approval for found in approve(REPORT.findings, [approval], date(2030, 1, day)))
    else:
        with pytest.raises(InputError, match="expired on 2030-01-01"):
            approve(REPORT.findings, [approval], date(2030, 1, day))


def test_an_approved_break_still_requires_a_major_step() -> None:
    base, head = (answering({"type": "object", "properties": {"a": TEXT}, "required": some}) for some in (["a"], []))
    (finding,) = compare(base, head).findings
    (found,) = approve((finding,), [row(finding.rule, finding.pointer)], TODAY)
    assert (found.severity, version_step([found], "1.0.0")) == (Severity.COMPATIBLE, "major")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_reports_contain_the_pointer_for_an_approval(form: str) -> None:
    text = FORMATS[form](REPORT)
    if form == "table":
        text = "".join(line.split("│")[2].strip() for line in text.splitlines() if line.startswith("│"))
    if form == "markdown":  # what a reader copies from the page, where a pointer may break at each slash
        text = html.unescape(text.replace("<wbr>", ""))
    # What needs nothing needs no approval: a table only lists it.
    for name in "ab" if form == "table" else "abde":
        assert f"{SCHEMA}/properties/{name}" in text


def git(folder: Path, *arguments: str) -> None:
    person = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True)


def test_an_approval_that_the_base_has_too_need_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("approvals.yaml")
    path.write_text(FILE, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "before")
    assert merged_approvals("git:HEAD", path) == []
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "merged")
    merged = merged_approvals("git:HEAD:api.yaml", path)
    assert merged == [row("property-removed", "/a")] == merged_approvals("git:HEAD", path.absolute())
    assert approve(REPORT.findings, merged, TODAY, merged) == REPORT.findings
    with pytest.raises(InputError, match="is stale"):
        approve(REPORT.findings, [*merged, row("property-removed", "/b")], TODAY, merged)
    assert merged_approvals("api.yaml", path) == merged_approvals("git:HEAD~1", path) == []
