"""Findings grouped by cause: those that say the same of several places are one row, which counts the places."""

from collections.abc import Hashable, Iterable

from attrs import field, frozen

from contract_diff.findings.finding import Finding
from contract_diff.reporting.wording import message, operations

# How many groups a table for people shows of each severity.
MAX_ROWS = 50
# How many of several things a sentence names.
MAX_NAMES = 20


@frozen
class Group:
    """Findings of one cause: the same rule, severity and message, at one or more places."""

    findings: tuple[Finding, ...]
    sentence: str = field(repr=False)

    @property
    def message(self) -> str:
        """What changed, and of which property, parameter or header."""
        return message(self.first, self.sentence)

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def others(self) -> list[Finding]:
        """A finding at each further place."""
        by_place = {finding.places: finding for finding in reversed(self.findings)}
        del by_place[self.first.places]
        return list(reversed(by_place.values()))

    @property
    def more_places(self) -> str:
        """How many further places there are, in words; empty if there are none."""
        more = len(self.others)
        return f"and {more} more {'places' if more > 1 else 'place'}" if more else ""

    @property
    def operations(self) -> str:
        """The operations that any of the findings reaches, only the first few by name."""
        return operations(*self.findings)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Return the groups of findings, in the order of their first ones.

    What was added to or removed from one place, such as the branches of a union, is one sentence that names all.
    Sentences that are equal then are one group.
    """
    sentences: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        sentences.setdefault((_kind(finding), _sentence(finding)), []).append(finding)
    groups: dict[tuple[Hashable, str, str], list[Finding]] = {}
    for told in sentences.values():
        sentence = _join(told)
        groups.setdefault((_kind(told[0]), message(told[0], sentence), sentence), []).extend(told)
    return [Group(tuple(group), sentence) for (*_, sentence), group in groups.items()]


def _kind(finding: Finding) -> tuple[Hashable, ...]:
    decision = (finding.severity, finding.sdk, finding.rule, finding.advice, finding.clause)
    return (*decision, finding.approval, finding.renamed)


def _sentence(finding: Finding) -> Hashable:
    """Return what findings have in common that can be told in one sentence."""
    listed = finding.listed
    if listed is None:
        return message(finding)
    return listed.before, listed.after, finding.subject, () if listed.anywhere else finding.places


def _join(findings: list[Finding]) -> str:
    """Return one sentence for all."""
    listed = {finding.listed.item: finding.listed for finding in findings if finding.listed}
    if len(listed) < 2:
        return findings[0].message
    first = next(iter(listed.values()))
    return f"{first.before}{_enumerate(list(listed))}{first.after}"


def _enumerate(names: list[str]) -> str:
    shown = names[:MAX_NAMES]
    more = f"{len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else shown.pop()
    return f"{', '.join(shown)} and {more}"
