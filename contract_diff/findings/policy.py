"""Policies: which severity a change has, and which clause of a promise it falls under. They are data.

The package has two. In `strict` containment decides, except where the catalog of rules has another default. `practice`,
which applies if none is named, adds where clients ignore what the text excludes.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, field, fields_dict, frozen

from contract_diff.changes.lifecycle import STABILITY_LEVELS
from contract_diff.core.errors import InputError
from contract_diff.core.files import is_file
from contract_diff.core.json_values import as_object, is_array, is_object
from contract_diff.core.severity import Direction, Severity
from contract_diff.core.yaml_files import read_yaml_file
from contract_diff.rules.catalog import Rule, finding_rule, load_catalog

STRICT = "strict"
DEFAULT_POLICY = "practice"
POLICIES = Path(__file__).with_name("policies")


@frozen
class Clause:
    """One row of a policy: which changes it applies to, and what it decides.

    Attributes:
        rule: The rule of a finding, with `*` as a wildcard.
        direction: request, response, none, or `*` for all.
        when: The severity that containment decides, or `*` for all.
        severity: The severity for callers.
        sdk: The severity for code that uses the generated client.
        clause: The clause of the promise.
    """

    rule: str
    direction: str = "*"
    when: str = "*"
    severity: Severity | None = None
    sdk: Severity | None = None
    clause: str = ""

    def applies_to(self, rule: str, direction: Direction, by_containment: Severity) -> bool:
        """Return whether this row applies to such a change."""
        return (
            fnmatchcase(rule, self.rule)
            and self.direction in ("*", direction.value)
            and self.when in ("*", by_containment.value)
        )


@frozen
class Policy:
    """An ordered list of clauses; for each question the first clause that answers it counts.

    Attributes:
        notice: How many days a sunset must be away when it is announced, by level of stability.
    """

    name: str
    clauses: tuple[Clause, ...] = field(repr=False)
    notice: Mapping[str, int] = field(factory=dict[str, int], repr=False)

    def severity(self, rule: str, direction: Direction, by_containment: Severity) -> Severity:
        """Return the severity for callers of a change, given the one that containment decides."""
        clauses = self._applying(rule, direction, by_containment)
        return next((clause.severity for clause in clauses if clause.severity), by_containment)

    def sdk(self, rule: str, direction: Direction, by_containment: Severity) -> Severity:
        """Return the severity for code that uses the generated client."""
        clauses = self._applying(rule, direction, by_containment)
        return next((clause.sdk for clause in clauses if clause.sdk), by_containment)

    def clause(self, rule: str, direction: Direction, by_containment: Severity) -> str:
        """Return the clause of the promise that applies; empty if none does."""
        clauses = self._applying(rule, direction, by_containment)
        return next((clause.clause for clause in clauses if clause.clause), "")

    def with_severities(self, severities: Mapping[str, Severity]) -> "Policy":
        """Return the policy with these severities of rules before its own clauses."""
        clauses = (Clause(rule, severity=severity) for rule, severity in severities.items())
        return evolve(self, clauses=(*clauses, *self.clauses))

    def _applying(self, rule: str, direction: Direction, by_containment: Severity) -> Iterator[Clause]:
        return (clause for clause in self.clauses if clause.applies_to(rule, direction, by_containment))


POLICY_KEYS = frozenset({"name", "extends", "clauses", "notice"})
# The values that some keys of a clause can have.
CHOICES = {
    "direction": ("*", *(direction.value for direction in Direction)),
    "when": ("*", *(severity.value for severity in Severity)),
    "severity": tuple(severity.value for severity in Severity),
    "sdk": tuple(severity.value for severity in Severity),
}


def load_policy(name: str, folders: tuple[Path, ...] = (), extended_by: tuple[Path, ...] = ()) -> Policy:
    """Return a policy by its name, or from a YAML file.

    Args:
        name: `strict`, `practice`, the name of a policy in a folder, or a path; the path of an extended policy is
            relative to the file that extends it.
        folders: Where further named policies are.
        extended_by: The files of the policies that extend it.

    Raises:
        InputError: There is no such policy, or it can't be read.

    Example:
        >>> load_policy("practice").name
        'practice'
    """
    if name == STRICT:
        return _strict_policy()
    path = _find(name, (POLICIES, *folders), extended_by)
    if path in extended_by:
        raise InputError(f"{path}: this policy extends itself; extend strict or another policy")
    raw = as_object(read_yaml_file(path))
    clauses = raw.get("clauses", [])
    if not raw or raw.keys() - POLICY_KEYS or not is_array(clauses):
        raise InputError(
            f"{path}: a policy is a mapping with `clauses`, a list, and `name`, `extends` and `notice`; correct it"
        )
    inherited = load_policy(str(raw["extends"]), folders, (*extended_by, path)) if "extends" in raw else Policy("", ())
    return Policy(
        str(raw.get("name", path.stem)),
        (*(_clause(path, as_object(row)) for row in clauses), *inherited.clauses),
        {**inherited.notice, **_notice(path, raw.get("notice", {}))},
    )


def _notice(path: Path, raw: Any) -> dict[str, int]:
    """Return the days of notice by level of stability."""
    days = as_object(raw)
    if not is_object(raw) or not all(level in STABILITY_LEVELS and type(count) is int for level, count in days.items()):
        levels = ", ".join(STABILITY_LEVELS)
        raise InputError(f"{path}: notice must be numbers of days by level of stability ({levels}); correct it")
    return days


def _strict_policy() -> Policy:
    return Policy(STRICT, tuple(clause for rule in load_catalog().values() for clause in _default_clauses(rule)))


def _default_clauses(rule: Rule) -> Iterator[Clause]:
    for default in rule.defaults:
        stated = {key: value for key, value in asdict(default).items() if value and key != "effect"}
        for effect in [default.effect] if default.effect else rule.effects:
            yield _make_clause({"rule": finding_rule(rule.name, effect), **stated})


def _find(name: str, folders: tuple[Path, ...], extended_by: tuple[Path, ...]) -> Path:
    named = [folder / f"{name}.yaml" for folder in folders]
    beside = Path(*(path.parent for path in extended_by[-1:]), name)
    found = next((path for path in (*named, beside) if is_file(path)), None)
    if found is None:
        known = ", ".join(sorted([STRICT, *(path.stem for folder in folders for path in folder.glob("*.yaml"))]))
        raise InputError(f"{name}: there is no such policy; use one of {known} or a file")
    return found


def _clause(path: Path, row: dict[str, Any]) -> Clause:
    if unknown := sorted(row.keys() - fields_dict(Clause).keys()):
        raise InputError(f"{path}: clause {row}: unknown key {', '.join(unknown)}; delete it")
    if "rule" not in row:
        raise InputError(f"{path}: clause {row} has no `rule`; add it")
    for key, value in row.items():
        choices = CHOICES.get(key)
        if not isinstance(value, str) or (choices and value not in choices):
            wanted = f"one of {', '.join(choices)}" if choices else "a string"
            raise InputError(f"{path}: clause {row['rule']}: {key} is {value!r}; write {wanted}")
    return _make_clause(row)


def _make_clause(row: dict[str, str]) -> Clause:
    severities: dict[str, Any] = {key: Severity(row[key]) for key in ("severity", "sdk") if key in row}
    return Clause(**{**row, **severities})
