"""Policies: what the law's verdict on a change becomes, and by which clause; and approvals. Both are data."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from scripts.contract import InputError
from scripts.contract_diff.answer import Direction, Severity
from scripts.contract_diff.jsonvalues import as_object, is_array
from scripts.contract_diff.model import Approval, Finding
from scripts.contract_diff.source import read_source

POLICIES = Path(__file__).parent / "policies"
DEFAULT_POLICY = "pivotal-v1"


@dataclass(frozen=True)
class Clause:
    """One row of a policy: which changes it is about and what it makes of them."""

    rule: str
    direction: str = "*"
    when: str = "*"
    severity: Severity | None = None
    sdk: Severity | None = None
    clause: str = ""

    def speaks_of(self, rule: str, direction: Direction, severity: Severity) -> bool:
        """Whether this row is about such a change."""
        return (
            fnmatchcase(rule, self.rule)
            and self.direction in ("*", direction.value)
            and self.when in ("*", severity.value)
        )


@dataclass(frozen=True)
class Policy:
    """An ordered list of clauses; for each question the first one that answers it counts."""

    name: str
    clauses: tuple[Clause, ...] = field(repr=False)

    def severity(self, rule: str, direction: Direction, law: Severity) -> Severity:
        """The severity of a change whose severity by law is given."""
        found = (c.severity for c in self.clauses if c.severity and c.speaks_of(rule, direction, law))
        return next(found, law)

    def sdk(self, rule: str, direction: Direction, law: Severity) -> Severity:
        """What it means for users of the generated client."""
        found = (c.sdk for c in self.clauses if c.sdk and c.speaks_of(rule, direction, law))
        return next(found, law)

    def clause(self, rule: str, direction: Direction, law: Severity) -> str:
        """The clause of the promise that speaks about it."""
        found = (c.clause for c in self.clauses if c.clause and c.speaks_of(rule, direction, law))
        return next(found, "")


POLICY_KEYS = frozenset({"name", "extends", "clauses"})
# What some keys of a clause may say.
CHOICES = {
    "direction": ("*", *(direction.value for direction in Direction)),
    "when": ("*", *(severity.value for severity in Severity)),
    "severity": tuple(severity.value for severity in Severity),
    "sdk": tuple(severity.value for severity in Severity),
}


def load_policy(name: str, extended_by: tuple[Path, ...] = ()) -> Policy:
    """A policy by its name, or from a YAML file; what that extends is looked for beside it.

    Raises:
        InputError: there is no such policy, or it cannot be read.

    Example:
        >>> load_policy("strict").name
        'strict'
    """
    path = POLICIES / f"{name}.yaml"
    path = path if path.is_file() else Path(*(one.parent for one in extended_by[-1:]), name)
    if not path.is_file():
        known = ", ".join(sorted(policy.stem for policy in POLICIES.glob("*.yaml")))
        raise InputError(f"{name}: no such policy; take one of {known} or a file")
    if path in extended_by:
        raise InputError(f"{path}: this policy extends itself; extend strict or pivotal-v1")
    raw = _read(path)
    clauses = raw.get("clauses", [])
    if not raw or raw.keys() - POLICY_KEYS or not is_array(clauses):
        raise InputError(f"{path}: a policy is a mapping with `clauses`, a list, and `name` and `extends`; correct it")
    inherited = [load_policy(str(raw["extends"]), (*extended_by, path))] if "extends" in raw else []
    rows = tuple(_clause(path, as_object(row)) for row in clauses)
    return Policy(str(raw.get("name", path.stem)), rows + tuple(c for policy in inherited for c in policy.clauses))


def _read(path: Path) -> dict[str, Any]:
    try:
        return _parsed(path, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error.reason}); save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return as_object(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InputError(f"{where}: broken YAML, {error.problem}; correct the line") from None
    except ValueError as error:
        raise InputError(f"{path}: a YAML value is not valid ({error}); correct it") from None
    except yaml.YAMLError as error:
        raise InputError(f"{path}: cannot be read ({error})") from None


def _clause(path: Path, row: dict[str, Any]) -> Clause:
    unknown = row.keys() - Clause.__dataclass_fields__.keys()
    if unknown or "rule" not in row:
        raise InputError(f"{path}: clause {row} needs `rule` and knows no {sorted(unknown) or 'other key'}; correct it")
    for key, value in row.items():
        choices = CHOICES.get(key)
        if not isinstance(value, str) or (choices and value not in choices):
            wanted = f"one of {', '.join(choices)}" if choices else "a text"
            raise InputError(f"{path}: clause {row['rule']}: {key} is {value!r}; write {wanted}")
    severities: dict[str, Any] = {key: Severity(row[key]) for key in ("severity", "sdk") if key in row}
    return Clause(**{**row, **severities})


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
    return _approvals(path, _read(path))


def merged_approvals(base: str, path: Path) -> list[ApprovalRow]:
    """The approvals that a base in git has itself: what they are about was merged with them; none of another base."""
    scheme, _, rest = base.partition(":")
    if scheme != "git":
        return []
    try:
        source = read_source(f"git:{rest.partition(':')[0]}:./{os.path.relpath(path)}")
        return _approvals(path, _parsed(path, source.text))
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
