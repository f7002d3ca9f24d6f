"""Approvals: accepted findings, each by rule and place, with a reason and an end. They are data."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, fields_dict, frozen

from contract_diff.core.errors import InputError
from contract_diff.core.files import is_file
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_object, is_array
from contract_diff.core.severity import Severity
from contract_diff.core.yaml_files import parse_yaml, read_yaml_file
from contract_diff.findings.finding import Approval, Finding
from contract_diff.reading.sources import read_source


@frozen
class ApprovalRow:
    """One entry of the approvals file."""

    rule: str
    pointer: Pointer
    reason: str
    expires: date

    def fits(self, finding: Finding) -> bool:
        """Return whether the finding has this rule and place."""
        return self.rule == finding.rule and self.pointer in [place.pointer for place in finding.places]


APPROVAL_KEYS = tuple(fields_dict(ApprovalRow))


def load_approvals(path: Path) -> list[ApprovalRow]:
    """Read approvals: a YAML mapping with the one key `approvals`, a list of objects with APPROVAL_KEYS.

    Raises:
        InputError: The file is missing or has another form, or an entry is incomplete.
    """
    if not is_file(path):
        raise InputError(f"{path}: no such approvals file; check the path")
    return _approvals(path, read_yaml_file(path))


def merged_approvals(base: str, path: Path) -> list[ApprovalRow]:
    """Return the approvals that a base in git has too, whose changes are merged; none if the base isn't in git."""
    scheme, _, rest = base.partition(":")
    if scheme != "git":
        return []
    try:
        source = read_source(f"git:{rest.partition(':')[0]}:./{os.path.relpath(path)}")
        return _approvals(path, parse_yaml(source.text, str(path)))
    except InputError:
        return []


def _approvals(path: Path, value: Any) -> list[ApprovalRow]:
    raw = as_object(value)
    if raw.keys() != {"approvals"} or not is_array(raw["approvals"]):
        raise InputError(f"{path}: approvals are a mapping with the one key `approvals` and a list there; correct it")
    return [_approval(path, as_object(row)) for row in raw["approvals"]]


def _approval(path: Path, row: dict[str, Any]) -> ApprovalRow:
    missing = [key for key in APPROVAL_KEYS if not row.get(key)]
    if missing:
        raise InputError(f"{path}: an approval lacks {', '.join(missing)}; every one needs {', '.join(APPROVAL_KEYS)}")
    unknown = sorted(row.keys() - set(APPROVAL_KEYS))
    if unknown:
        raise InputError(f"{path}: approval of {row['rule']}: unknown key {', '.join(unknown)}; delete it")
    try:
        expires = date.fromisoformat(str(row["expires"]))
    except ValueError:
        expected = "write a date such as 2030-01-31"
        raise InputError(
            f"{path}: approval of {row['rule']}: expires {row['expires']} is not a date; {expected}"
        ) from None
    return ApprovalRow(str(row["rule"]), str(row["pointer"]).removeprefix("#"), str(row["reason"]), expires)


def approve(
    findings: tuple[Finding, ...], rows: list[ApprovalRow], today: date, merged: Sequence[ApprovalRow] = ()
) -> tuple[Finding, ...]:
    """Return the findings with the approved ones compatible. What they mean for the version step stays.

    Args:
        findings: The findings.
        rows: The approvals.
        today: The day by which they expire.
        merged: The approvals that the base has too; they need not fit a finding any more.

    Raises:
        InputError: An approval has expired, or fits no finding.
    """
    for row in rows:
        if row.expires < today:
            raise InputError(
                f"the approval of {row.rule} at #{row.pointer} expired on {row.expires}; renew or delete it"
            )
        if row not in merged and not any(row.fits(finding) for finding in findings):
            raise InputError(_stale(row, findings))
    return tuple(_approve(finding, rows) for finding in findings)


def _stale(row: ApprovalRow, findings: tuple[Finding, ...]) -> str:
    below = sorted(
        place.pointer
        for finding in findings
        for place in finding.places
        if finding.rule == row.rule and place.pointer.startswith(f"{row.pointer}/")
    )
    remedy = f"delete it, or name #{below[0]}" if below else "delete it"
    return f"the approval of {row.rule} at #{row.pointer} is stale, it fits no finding; {remedy}"


def _approve(finding: Finding, rows: list[ApprovalRow]) -> Finding:
    row = next((row for row in rows if row.fits(finding)), None)
    if row is None:
        return finding
    approval = Approval(row.reason, row.expires.isoformat())
    return evolve(finding, severity=Severity.COMPATIBLE, undecided=False, approval=approval)
