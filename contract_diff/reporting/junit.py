"""JUnit XML: one test case a finding; breaking fails, risky is skipped."""

from xml.etree import ElementTree

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.wording import main_place, message, named, notes, operations, place


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
    name = _printable(f"{message(finding)} at {named(finding)} [{finding.id}]")
    case = ElementTree.SubElement(suite, "testcase", classname=finding.rule, name=name)
    outcome = {Severity.BREAKING: "failure", Severity.RISKY: "skipped"}.get(finding.severity)
    if outcome:
        told = ElementTree.SubElement(case, outcome, message=_printable(f"{message(finding)}. {finding.advice}"))
        lines = [f"{place(main_place(finding))} {named(finding)}", operations(finding), *notes(finding)]
        told.text = _printable("\n".join(line for line in lines if line))


def _printable(text: str) -> str:
    """XML 1.0 has neither these two nor half a character."""
    return "".join("\ufffd" if char in "\ufffe\uffff" or "\ud800" <= char <= "\udfff" else char for char in text)
