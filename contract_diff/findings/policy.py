"""Policies: what the law's verdict on a change becomes, and by which clause. They are data."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.json_values import as_object, is_array
from contract_diff.core.severity import Direction, Severity
from contract_diff.core.yaml_files import read_settings

POLICIES = Path(__file__).parent / "policies"
DEFAULT_POLICY = "strict"


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


def load_policy(name: str, folders: tuple[Path, ...] = (), extended_by: tuple[Path, ...] = ()) -> Policy:
    """A policy by its name, or from a YAML file; what that extends is looked for beside it.

    Args:
        name: the name, or the path of the file.
        folders: where policies with a name are, besides the package's own.
        extended_by: the files of the policies that extend it.

    Raises:
        InputError: there is no such policy, or it cannot be read.

    Example:
        >>> load_policy("strict").name
        'strict'
    """
    named = [folder / f"{name}.yaml" for folder in (POLICIES, *folders)]
    beside = Path(*(one.parent for one in extended_by[-1:]), name)
    path = next((path for path in named if path.is_file()), beside)
    if not path.is_file():
        known = ", ".join(sorted(policy.stem for folder in (POLICIES, *folders) for policy in folder.glob("*.yaml")))
        raise InputError(f"{name}: no such policy; take one of {known} or a file")
    if path in extended_by:
        raise InputError(f"{path}: this policy extends itself; extend strict or another one")
    raw = read_settings(path)
    clauses = raw.get("clauses", [])
    if not raw or raw.keys() - POLICY_KEYS or not is_array(clauses):
        raise InputError(f"{path}: a policy is a mapping with `clauses`, a list, and `name` and `extends`; correct it")
    inherited = [load_policy(str(raw["extends"]), folders, (*extended_by, path))] if "extends" in raw else []
    rows = tuple(_clause(path, as_object(row)) for row in clauses)
    return Policy(str(raw.get("name", path.stem)), rows + tuple(c for policy in inherited for c in policy.clauses))


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
