"""The comparison for programs: two contracts in, a report out."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from attrs import evolve

from contract_diff.core.budget import DEFAULT_SECONDS
from contract_diff.core.errors import InputError
from contract_diff.core.severity import Severity
from contract_diff.findings.approvals import approve, load_approvals, merged_approvals
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Report
from contract_diff.findings.policy import DEFAULT_POLICY, load_policy
from contract_diff.reading.document import load
from contract_diff.reading.extensions import Extensions
from contract_diff.reading.references import Reading
from contract_diff.reading.sources import title
from contract_diff.rules.scope import EVERYTHING, Scope

__all__ = ["InputError", "Report", "Scope", "Severity", "compare"]

# Schemas refer to schemas; a comparison goes as deep as their chain. Documents are read before, under the usual limit,
# as the parsers recurse in C.
RECURSION_LIMIT = 50_000


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Recurse deeper than usual in this block.

    Raises:
        InputError: That is not deep enough.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    try:
        yield
    except RecursionError:
        raise InputError("a contract is nested too deeply to be compared; flatten it") from None
    finally:
        sys.setrecursionlimit(limit)


def compare(
    base: str | Path,
    head: str | Path,
    *,
    policy: str = DEFAULT_POLICY,
    policy_folders: tuple[Path, ...] = (),
    severities: Mapping[str, Severity] | None = None,
    approvals: Path | None = None,
    scope: Scope = EVERYTHING,
    today: date | None = None,
    seconds: float = DEFAULT_SECONDS,
    lenient: bool = False,
    ignored_extensions: tuple[str, ...] = (),
    extend: Callable[[Report], Report] = lambda report: report,
) -> Report:
    """Compare two OpenAPI documents.

    Args:
        base: The contract that callers know: a file, an http(s) URL, or `git:REV[:PATH]`.
        head: The contract that will replace it, likewise.
        policy: `practice`, `strict`, the name of a policy in one of the folders, or a YAML file.
        policy_folders: Where named policies are.
        severities: The severity of rules, before the policy decides; `*` in the rule's name is a wildcard.
        approvals: A YAML file of findings that are accepted.
        scope: Which paths are compared, and which extensions.
        today: The day by which sunsets and approvals are judged; the present day if None.
        seconds: How much processor time the comparison may take; what is left then is reported as undecided.
        lenient: Whether malformed properties of schemas, and references to nothing that no operation uses, are findings
            instead of an error.
        ignored_extensions: The extensions (`x-...`) that both are read without, with `*` as a wildcard.
        extend: Adds findings of another program, before approvals are applied.

    Returns:
        The findings, the worst first; `report.worst` is the worst severity.

    Raises:
        InputError: A document, the policy or an approval can't be read, or an approval fits no finding.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     contract = Path(folder, "api.json")
        ...     _ = contract.write_text('{"openapi": "3.1.0", "paths": {}}')
        ...     compare(contract, contract).worst.value
        'compatible'
    """
    day = today or date.today()
    chosen = load_policy(policy, policy_folders).with_severities(severities or {})
    rows = load_approvals(approvals) if approvals else []
    merged = merged_approvals(str(base), approvals) if approvals else []
    reading = Reading(lenient, Extensions(ignored_extensions))
    documents = load(str(base), reading=reading), load(str(head), reading=reading)
    with deep_recursion():
        report = extend(diff(*documents, chosen, day, scope, seconds))
    approved = approve(report.findings, rows, day, merged)
    worst_first = tuple(sorted(approved, key=lambda finding: -finding.severity.rank))
    titles = title(str(base), report.base), title(str(head), report.head)
    return evolve(report, findings=worst_first, titles=titles)
