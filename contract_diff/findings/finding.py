"""A finding: one change, whom it reaches, how bad it is, and what is to be done."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import Direction, Severity, worst_of


@dataclass(frozen=True)
class Witness:
    """A value that only one side accepts."""

    value: Any
    valid_in: Literal["base", "head"]


@dataclass(frozen=True)
class Location:
    """Where a finding stands in one document."""

    file: str
    pointer: Pointer
    line: int
    column: int


@dataclass(frozen=True)
class Exposure:
    """The operations that a change reaches in one direction, and what it means there."""

    direction: Direction
    severity: Severity
    operations: tuple[str, ...]


@dataclass(frozen=True)
class Approval:
    """A finding that was accepted beforehand."""

    reason: str
    expires: str


@dataclass(frozen=True)
class Finding:
    """One change of the contract.

    Attributes:
        rule: what changed and how, such as `enum-widens`.
        severity: the worst of the exposures, after policy and approvals.
        sdk: what it means for code that uses the generated client.
        message: what changed, in one sentence.
        advice: what a caller must do, in one sentence.
        clause: the clause of the versioning promise that it breaks or that allows it.
        undecided: containment could not be decided; the severity is a precaution.
    """

    rule: str
    effect: str
    severity: Severity
    sdk: Severity
    exposures: tuple[Exposure, ...]
    base: Location | None
    head: Location | None
    message: str
    advice: str
    clause: str = ""
    undecided: bool = False
    witness: Witness | None = None
    symbols: tuple[str, ...] = ()
    renamed: str = ""
    approval: Approval | None = None
    values: tuple[Any, Any] = field(default=(None, None), repr=False)

    @property
    def id(self) -> str:
        """Stays the same as long as the change does, wherever it stands in the file."""
        places = [place.pointer if place else "" for place in (self.base, self.head)]
        return sha256("\n".join([self.rule, *places, self.message]).encode()).hexdigest()[:12]

    @property
    def direction(self) -> str:
        """request, response, both or none."""
        directions = sorted({exposure.direction.value for exposure in self.exposures} - {"none"})
        return "both" if len(directions) == 2 else directions[0] if directions else "none"

    @property
    def operations(self) -> tuple[str, ...]:
        """All operations that it reaches with its severity, or at all if none."""
        worst = max(exposure.severity.rank for exposure in self.exposures)
        return tuple(sorted({name for one in self.exposures if one.severity.rank == worst for name in one.operations}))

    @property
    def pointer(self) -> Pointer:
        """What findings are ordered by: the place in the base, or in the head for what is new."""
        place = self.base or self.head
        return place.pointer if place else ""

    @property
    def places(self) -> tuple[Location, ...]:
        """What changed, by which it is named and approved, the base first.

        Of what went or came one side has only the schema around it, which stands for all else in there too.
        """
        found = [place for place in (self.base, self.head) if place]
        if len(found) == 2 and "-removed" in self.rule:
            return (found[0],)
        if len(found) == 2 and "-added" in self.rule:
            return (found[1],)
        return tuple(one for one in found if not any(_encloses(one, other) for other in found))


def _encloses(outer: Location, inner: Location) -> bool:
    return inner.pointer.startswith(f"{outer.pointer}/")


@dataclass(frozen=True)
class Report:
    """The result of one comparison; `version` is what the base calls itself."""

    base: str
    head: str
    policy: str
    findings: tuple[Finding, ...]
    version: str = "1.0.0"

    @property
    def worst(self) -> Severity:
        """The worst severity of all findings."""
        return worst_of(finding.severity for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)
