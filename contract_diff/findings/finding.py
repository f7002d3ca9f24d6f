"""A finding: one change, which operations it reaches, how bad it is, and what to do about it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Literal

from attrs import field, frozen

from contract_diff.changes.change import Listed
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import Direction, Severity, worst_of


@frozen
class Witness:
    """A value that only one side accepts."""

    value: Any
    valid_in: Literal["base", "head"]


@frozen
class Location:
    """The place of a finding in one document."""

    file: str
    pointer: Pointer
    line: int
    column: int

    def encloses(self, other: "Location") -> bool:
        """Return whether the other place is below this one."""
        return other.pointer.startswith(f"{self.pointer}/")


@frozen
class Exposure:
    """The operations that a change reaches in one direction, and its severity there."""

    direction: Direction
    severity: Severity
    operations: tuple[str, ...]


@frozen
class Approval:
    """Why a finding was accepted, and until when."""

    reason: str
    expires: str


@frozen
class Finding:
    """One change of the contract.

    Attributes:
        rule: What changed and how, such as `enum-widens`.
        severity: The worst severity of the exposures, after policy and approvals.
        sdk: The severity for code that uses the generated client.
        message: What changed, in one sentence.
        advice: What a caller must do, in one sentence.
        clause: The clause of the versioning promise that it breaks or that allows it.
        undecided: Whether containment could not be decided; the severity is then a precaution.
        is_change: Whether something changed; if not, it requires no version step.
        subject: The parameter, header or other part that it is about; the message may leave it out.
        listed: What the message names, if it may name several.
        values: The values at its place in the base and in the head.
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
    is_change: bool = field(default=True, repr=False)
    subject: str = field(default="", repr=False)
    listed: Listed | None = field(default=None, repr=False)
    values: tuple[Any, Any] = field(default=(None, None), repr=False)

    @property
    def id(self) -> str:
        """A hash that stays the same as long as the change does, wherever it is in the file."""
        places = [place.pointer if place else "" for place in (self.base, self.head)]
        return sha256("\n".join([self.rule, *places, self.message]).encode()).hexdigest()[:12]

    @property
    def direction(self) -> str:
        """request, response, both or none."""
        directions = sorted({exposure.direction.value for exposure in self.exposures} - {"none"})
        return "both" if len(directions) == 2 else directions[0] if directions else "none"

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that it reaches with the worst severity."""
        worst = worst_of(exposure.severity for exposure in self.exposures)
        reached = (exposure.operations for exposure in self.exposures if exposure.severity is worst)
        return tuple(sorted({operation for operations in reached for operation in operations}))

    @property
    def pointer(self) -> Pointer:
        """The pointer by which findings are sorted: that in the base, or in the head if it was added."""
        place = self.base or self.head
        return place.pointer if place else ""

    @property
    def places(self) -> tuple[Location, ...]:
        """The places of what changed, by which it is named and approved, that of the base first.

        For what was removed or added, the other side has only the enclosing schema, which is not such a place.
        """
        places = [place for place in (self.base, self.head) if place]
        if len(places) == 2 and "-removed" in self.rule:
            return (places[0],)
        if len(places) == 2 and "-added" in self.rule:
            return (places[1],)
        return tuple(place for place in places if not any(place.encloses(other) for other in places))


@frozen
class Report:
    """The result of one comparison.

    Attributes:
        version: The version that the step is suggested for.
        versions: The `info.version` of base and head.
        titles: How a heading names base and head, if not by their names.
        tags: The tags of each operation.
        hidden: The findings that were left out on request.
    """

    base: str
    head: str
    policy: str
    findings: tuple[Finding, ...]
    version: str = "1.0.0"
    versions: tuple[str, str] = ("", "")
    titles: tuple[str, str] = ("", "")
    tags: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]], repr=False)
    hidden: tuple[Finding, ...] = field(default=(), repr=False)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The findings with the hidden ones."""
        return (*self.findings, *self.hidden)

    @property
    def is_complete(self) -> bool:
        """Whether everything was compared within the time that there was."""
        return not any(finding.rule.startswith("not-compared") for finding in self.all_findings)

    @property
    def worst(self) -> Severity:
        """The worst severity of all findings."""
        return worst_of(finding.severity for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)
