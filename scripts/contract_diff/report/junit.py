"""JUnit XML: one test case a finding; breaking fails, risky is skipped."""

from xml.etree import ElementTree

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Report
from scripts.contract_diff.report.words import notes, operations, place


def render(report: Report) -> str:
    """The report as a JUnit test suite."""
    suite = ElementTree.Element(
        "testsuite",
        name="contract-diff",
        tests=str(len(report.findings)),
        failures=str(report.count(Severity.BREAKING)),
        skipped=str(report.count(Severity.RISKY)),
    )
    for finding in report.findings:
        _case(suite, finding)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, finding: Finding) -> None:
    name = f"{finding.id} {finding.message}"
    case = ElementTree.SubElement(suite, "testcase", classname=finding.rule, name=_printable(name))
    outcome = {Severity.BREAKING: "failure", Severity.RISKY: "skipped"}.get(finding.severity)
    if outcome:
        told = ElementTree.SubElement(case, outcome, message=_printable(finding.advice))
        where = place(finding.revision or finding.base)
        told.text = _printable("\n".join([where, operations(finding), *notes(finding)]))


def _printable(text: str) -> str:
    """XML 1.0 has no control characters."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)
