"""The comparison of two documents, from start to end."""

from datetime import date

from contract_diff.core.budget import DEFAULT_SECONDS, Budget
from contract_diff.core.json_values import as_object, as_strings
from contract_diff.findings.finding import Report
from contract_diff.findings.gather import gather_changes
from contract_diff.findings.policy import DEFAULT_POLICY, Policy, load_policy
from contract_diff.findings.renames import suggest_renames
from contract_diff.reading.document import Document
from contract_diff.rules.path_names import METHODS, path_items
from contract_diff.rules.scope import EVERYTHING, Scope
from contract_diff.rules.subjects import Contract


def diff(
    base: Document,
    head: Document,
    policy: Policy | None = None,
    today: date | None = None,
    scope: Scope = EVERYTHING,
    seconds: float = DEFAULT_SECONDS,
) -> Report:
    """Compare two contracts.

    Args:
        base: The contract that callers know.
        head: The contract that will replace it.
        policy: Which severity a change has; `practice` if None.
        today: The day by which sunsets are judged; the present day if None.
        scope: Which paths are compared; all by default.
        seconds: How much processor time the comparison may take; what is left then is reported as undecided.

    Example:
        >>> from contract_diff.reading.document import parse
        >>> from contract_diff.reading.sources import Source
        >>> contract = parse(Source("a.json", '{"openapi": "3.1.0", "paths": {}}'))
        >>> diff(contract, contract).findings
        ()
    """
    policy = policy or load_policy(DEFAULT_POLICY)
    contract = Contract(base, head, today or date.today(), policy.notice, Budget(seconds), scope)
    findings = [change.to_finding(contract, policy) for change in gather_changes(contract)]
    findings.sort(key=lambda finding: (-finding.severity.rank, finding.pointer, finding.rule, finding.message))
    versions = _version(base), _version(head)
    tags = {**_tags(base), **_tags(head)}
    return Report(base.name, head.name, policy.name, tuple(suggest_renames(findings)), versions=versions, tags=tags)


def _tags(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the tags of each operation, by the name that findings have for it."""
    return {
        f"{method.upper()} {path}": tuple(as_strings(operation.get("tags", [])))
        for path, item in path_items(document).items()
        for method in METHODS
        if (operation := as_object(as_object(item.raw).get(method)))
    }


def _version(document: Document) -> str:
    return str(as_object(document.root.get("info")).get("version", ""))
