"""Which findings a report shows. The exit code and the version step follow from all of them."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from attrs import evolve, frozen

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report


@frozen
class Selection:
    """What findings must have in order to be shown; an empty attribute lets all pass.

    Attributes:
        severities: One of these severities.
        rules: A rule of one of these names, with `*` as a wildcard.
        paths: An operation on one of these paths, with `*` as a wildcard.
        tags: An operation with one of these tags.
    """

    severities: tuple[Severity, ...] = ()
    rules: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def apply(self, report: Report) -> Report:
        """Return the report with the findings to show apart from the others."""
        sides: dict[bool, list[Finding]] = {True: [], False: []}
        for finding in report.findings:
            sides[self._shows(finding, report.tags)].append(finding)
        return evolve(report, findings=tuple(sides[True]), hidden=tuple(sides[False]))

    def _shows(self, finding: Finding, tags: Mapping[str, tuple[str, ...]]) -> bool:
        reached = [name for exposure in finding.exposures for name in exposure.operations]
        return (
            (not self.severities or finding.severity in self.severities)
            and _matches_any([finding.rule], self.rules)
            and _matches_any([name.partition(" ")[2] for name in reached], self.paths)
            and _matches_any([tag for name in reached for tag in tags.get(name, ())], self.tags)
        )


def _matches_any(names: Iterable[str], patterns: tuple[str, ...]) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
