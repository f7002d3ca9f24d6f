"""Approvals: breaks that were agreed on, each by rule and place, with a reason and an end. They are data."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.json_values import as_object, is_array
from contract_diff.core.severity import Severity
from contract_diff.core.yaml_files import parse_settings, read_settings
from contract_diff.findings.finding import Approval, Finding
from contract_diff.reading.sources import read_source


@dataclass(frozen=True)
class ApprovalRow:
    """One entry of the approvals file."""

    rule: str
    pointer: str
    reason: str
    expires: date


APPROVAL_KEYS = tuple(ApprovalRow.__dataclass_fields__)


def load_approvals(path: Path) -> list[ApprovalRow]:
    """Read approvals: a YAML mapping whose one key, `approvals`, holds a list of APPROVAL_KEYS.

    Raises:
        InputError: the file is missing, is built otherwise, or an entry is incomplete.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such approvals file; check the path")
    return _approvals(path, read_settings(path))


def merged_approvals(base: str, path: Path) -> list[ApprovalRow]:
    """The approvals that a base in git has itself: what they are about was merged with them; none of another base."""
    scheme, _, rest = base.partition(":")
    if scheme != "git":
        return []
    try:
        source = read_source(f"git:{rest.partition(':')[0]}:./{os.path.relpath(path)}")
        return _approvals(path, parse_settings(path, source.text))
    except InputError:
        return []


def _approvals(path: Path, raw: dict[str, Any]) -> list[ApprovalRow]:
    if raw.keys() != {"approvals"} or not is_array(raw["approvals"]):
        raise InputError(f"{path}: approvals are a mapping with the one key `approvals` and a list there; correct it")
    return [_approval(path, as_object(row)) for row in raw["approvals"]]


def _approval(path: Path, row: dict[str, Any]) -> ApprovalRow:
    missing = [key for key in APPROVAL_KEYS if not row.get(key)]
    if missing:
        raise InputError(f"{path}: an approval lacks {', '.join(missing)}; every one needs {', '.join(APPROVAL_KEYS)}")
    unknown = sorted(map(str, row.keys() - set(APPROVAL_KEYS)))
    if unknown:
        raise InputError(f"{path}: approval of {row['rule']}: unknown key {', '.join(unknown)}; delete it")
    try:
        expires = date.fromisoformat(str(row["expires"]))
    except ValueError:
        raise InputError(f"{path}: approval of {row['rule']}: expires {row['expires']} is not a date") from None
    return ApprovalRow(str(row["rule"]), str(row["pointer"]).removeprefix("#"), str(row["reason"]), expires)


def approve(
    findings: tuple[Finding, ...], rows: list[ApprovalRow], today: date, merged: Sequence[ApprovalRow] = ()
) -> tuple[Finding, ...]:
    """Take the severity of approved findings down to compatible; what they mean for the version step stays.

    Args:
        findings: what changed.
        rows: the approvals.
        today: the day by which they expire.
        merged: those that the base has too; they need not fit any more.

    Raises:
        InputError: an approval has expired, or fits no finding.
    """
    for row in rows:
        if row.expires < today:
            raise InputError(
                f"the approval of {row.rule} at #{row.pointer} expired on {row.expires}; renew or delete it"
            )
        if row not in merged and not any(_fits(row, finding) for finding in findings):
            raise InputError(_stale(row, findings))
    return tuple(_approved(finding, rows) for finding in findings)


def _stale(row: ApprovalRow, findings: tuple[Finding, ...]) -> str:
    told = f"the approval of {row.rule} at #{row.pointer} is stale, nothing fits it; "
    inner = sorted(
        place.pointer
        for finding in findings
        for place in finding.places
        if finding.rule == row.rule and place.pointer.startswith(f"{row.pointer}/")
    )
    return told + (f"delete it, or name #{inner[0]}" if inner else "delete it")


def _fits(row: ApprovalRow, finding: Finding) -> bool:
    return row.rule == finding.rule and row.pointer in [place.pointer for place in finding.places]


def _approved(finding: Finding, rows: list[ApprovalRow]) -> Finding:
    row = next((row for row in rows if _fits(row, finding)), None)
    if row is None:
        return finding
    approval = Approval(row.reason, row.expires.isoformat())
    return replace(finding, severity=Severity.COMPATIBLE, undecided=False, approval=approval)
