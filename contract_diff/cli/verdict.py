"""The exit code of a comparison, and why."""

from typing import NamedTuple

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.findings.version_gate import missed_step
from contract_diff.reporting.groups import grouped
from contract_diff.reporting.summary import counted, of_severity

EXIT_FINE, EXIT_BREAKING, _, EXIT_UNDECIDED = range(4)
# The ranks of the severities that fail a comparison.
FAIL_ON = {"breaking": {2}, "risky": {1, 2}, "any": {0, 1, 2}, "never": set[int]()}

OUT_OF_TIME = (
    "the comparison ran out of processor time, and the rest is undecided; allow more with --seconds, or compare a part"
)


class Verdict(NamedTuple):
    """An exit code, and the reason if it isn't 0."""

    code: int
    reason: str = ""


def judge(report: Report, fail_on: str, *, strict_unknown: bool = False, version_gate: bool = False) -> Verdict:
    """Return the verdict on a report.

    Raises:
        InputError: A version can't be judged by the version gate.
    """
    failing = [finding for finding in report.findings if _fails(finding, fail_on)]
    if failing:
        return Verdict(EXIT_BREAKING, _describe(failing))
    if version_gate and (missed := missed_step(report)):
        return Verdict(EXIT_BREAKING, missed)
    if not report.is_complete:
        return Verdict(EXIT_UNDECIDED, OUT_OF_TIME)
    undecided = [finding for finding in report.findings if finding.undecided]
    if strict_unknown and undecided:
        return Verdict(EXIT_UNDECIDED, f"{len(undecided)} undecided, first: {undecided[0].message}")
    return Verdict(EXIT_FINE)


def _fails(finding: Finding, fail_on: str) -> bool:
    return finding.severity.rank in FAIL_ON[fail_on] and finding.approval is None


def _describe(failing: list[Finding]) -> str:
    by_severity = {severity: of_severity(grouped(failing), severity) for severity in Severity}
    numbers = ", ".join(counted(groups, severity) for severity, groups in by_severity.items() if groups)
    first = max(failing, key=lambda finding: finding.severity.rank)
    return f"{numbers}; first: {', '.join((*first.operations[:1], first.rule))}: {first.message}"
