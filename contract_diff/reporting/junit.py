"""JUnit XML: one test case a finding; breaking fails, risky is skipped."""

from xml.etree import ElementTree

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.wording import approvable_reference, main_place, message, notes, operations, place


def render(report: Report) -> str:
    """Return the report as a JUnit test suite."""
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
    name = _printable(f"{message(finding)} at {approvable_reference(finding)} [{finding.id}]")
    case = ElementTree.SubElement(suite, "testcase", classname=finding.rule, name=name)
    outcome = {Severity.BREAKING: "failure", Severity.RISKY: "skipped"}.get(finding.severity)
    if outcome:
        element = ElementTree.SubElement(case, outcome, message=_printable(f"{message(finding)}. {finding.advice}"))
        lines = [f"{place(main_place(finding))} {approvable_reference(finding)}", operations(finding), *notes(finding)]
        element.text = _printable("\n".join(line for line in lines if line))


def _printable(text: str) -> str:
    """Replace what XML 1.0 excludes: two code points and lone surrogates."""
    return "".join("\ufffd" if char in "\ufffe\uffff" or "\ud800" <= char <= "\udfff" else char for char in text)
