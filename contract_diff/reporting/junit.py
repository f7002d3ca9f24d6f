"""JUnit XML: one test case a cause; breaking fails, risky is skipped."""

from xml.etree import ElementTree

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Report
from contract_diff.reporting.groups import Group, grouped
from contract_diff.reporting.summary import of_severity
from contract_diff.reporting.wording import approvable_reference, main_place, notes, place


def render(report: Report) -> str:
    """Return the report as a JUnit test suite."""
    groups = grouped(report.findings)
    suite = ElementTree.Element(
        "testsuite",
        name="contract-diff",
        tests=str(len(groups)),
        failures=str(len(of_severity(groups, Severity.BREAKING))),
        skipped=str(len(of_severity(groups, Severity.RISKY))),
    )
    for group in groups:
        _case(suite, group)
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, group: Group) -> None:
    finding = group.first
    name = _printable(f"{group.message} at {approvable_reference(finding)} [{finding.id}]")
    case = ElementTree.SubElement(suite, "testcase", classname=finding.rule, name=name)
    outcome = {Severity.BREAKING: "failure", Severity.RISKY: "skipped"}.get(finding.severity)
    if outcome:
        element = ElementTree.SubElement(case, outcome, message=_printable(f"{group.message}. {finding.advice}"))
        where = f"{place(main_place(finding))} {approvable_reference(finding)}"
        lines = [where, group.more_places, group.operations, *notes(finding)]
        element.text = _printable("\n".join(line for line in lines if line))


def _printable(text: str) -> str:
    """Replace what XML 1.0 excludes: two code points and lone surrogates."""
    return "".join("\ufffd" if char in "\ufffe\uffff" or "\ud800" <= char <= "\udfff" else char for char in text)
