"""The versioning promise of v1, clause by clause."""

from typing import Any

import pytest

from scripts.contract_diff.policy import load_pivotal_policy
from tests.contract_diff.contracts import answering, compare, sending

TEXT = {"type": "string"}
ONE = {"type": "object", "properties": {"a": TEXT}}
TWO = {"type": "object", "properties": {"a": TEXT, "b": TEXT}}
NEEDS_B = {**TWO, "required": ["b"]}
NULLABLE = {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("wrap", "base", "head", "severity", "clause"),
    [
        (answering, TWO, ONE, "breaking", "never: remove a response field"),
        (answering, NULLABLE, TEXT, "breaking", "never: narrow a field's type"),
        (answering, {"enum": ["a", "b"]}, {"enum": ["a"]}, "breaking", "never: rename an enum value"),
        (answering, TEXT, NULLABLE, "breaking", ""),
        (answering, {"type": "integer"}, {"type": "number"}, "breaking", ""),
        (sending, NULLABLE, TEXT, "breaking", "never: narrow a field's type"),
        (answering, TEXT, {"type": "integer"}, "breaking", "never: narrow a field's type"),
        (sending, ONE, NEEDS_B, "breaking", "never: add a required request field"),
        (sending, TWO, NEEDS_B, "breaking", "never: add a required request field"),
        (answering, {"enum": ["a"]}, {"enum": ["a", "b"]}, "compatible", "allowed: new enum values"),
        (answering, ONE, TWO, "compatible", "allowed: new optional response fields"),
        (sending, ONE, TWO, "compatible", "allowed: new optional request fields"),
        (sending, TEXT, {**TEXT, "maxLength": 9}, "risky", "allowed once announced: tighter validation"),
    ],
)
def test_the_clause_and_severity_of_a_change(wrap: Any, base: Any, head: Any, severity: str, clause: str) -> None:
    (finding,) = compare(wrap(base), wrap(head), load_pivotal_policy()).findings
    assert (finding.severity.value, finding.clause) == (severity, clause)


def test_a_documented_status_must_stay() -> None:
    base, head = (
        {"paths": {"/a": {"get": {"responses": {"200": {"description": ""}, status: {"description": ""}}}}}}
        for status in ("404", "410")
    )
    findings = compare(base, head, load_pivotal_policy()).findings
    reported = {finding.rule: (finding.severity.value, finding.clause) for finding in findings}
    assert reported == {
        "status-removed": ("breaking", "never: change the status codes of documented outcomes"),
        "status-added": ("compatible", "allowed: new error codes inside a type"),
    }
