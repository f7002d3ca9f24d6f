"""Which part of the version has to grow: the contract, the Python names and the fragments each require a step."""

from collections.abc import Iterable
from typing import get_args

from attrs import frozen

from contract_diff.api import compare
from contract_diff.core.errors import InputError
from contract_diff.findings.finding import Report
from contract_diff.findings.version_step import Step, is_stable, version_step
from scripts.contract_diff.policy import DEFAULT_POLICY, POLICIES
from scripts.project import CONTRACT, ROOT
from scripts.release.fragments import Fragment
from scripts.surface.run import compare_surfaces

# The largest first.
STEPS: tuple[Step, ...] = get_args(Step)


@frozen
class Reason:
    """Something that requires a step: what it is, and the step."""

    what: str
    step: Step


def compare_contracts(tag: str) -> Report:
    """Return the changes of the contract since a release.

    Raises:
        InputError: A contract can't be read, or the comparison took too long to be certain.
    """
    path = CONTRACT.relative_to(ROOT).as_posix()
    report = compare(f"git:{tag}:{path}", path, policy=DEFAULT_POLICY, policy_folders=(POLICIES,))
    if not report.is_complete:
        raise InputError(f"the contract wasn't compared with {tag} to the end; repeat it on a machine with less to do")
    return report


def find_reasons(tag: str, current: str, contract: Report, fragments: list[Fragment]) -> list[Reason]:
    """Return the step that each source requires since a release.

    Args:
        tag: The tag of that release.
        current: Its version.
        contract: The changes of the contract.
        fragments: The entries of the next release.

    Raises:
        InputError: The Python names of either side can't be read.
    """
    surface = compare_surfaces(tag)
    return [
        Reason("contract", version_step(contract.all_findings, current)),
        Reason("Python names", version_step(surface.findings, current)),
        Reason("fragments", fragments_step((fragment.kind for fragment in fragments), current)),
    ]


def fragments_step(kinds: Iterable[str], current: str) -> Step:
    """Return the step that the types of fragments require; what breaks is for the two comparisons, or a person, to say.

    Example:
        >>> fragments_step(["fixed", "added"], "1.2.0"), fragments_step(["added"], "0.2.0"), fragments_step([], "1.0.0")
        ('minor', 'patch', 'none')
    """
    found = set(kinds)
    if not found:
        return "none"
    return "minor" if found - {"fixed"} and is_stable(current) else "patch"


def choose_step(reasons: list[Reason], wanted: Step | None) -> Step:
    """Return the largest required step, or a larger one that was asked for.

    Raises:
        InputError: Nothing requires a step, or the one that was asked for is too small.
    """
    required = STEPS[min(STEPS.index(reason.step) for reason in reasons)]
    if wanted and STEPS.index(wanted) > STEPS.index(required):
        raise InputError(f"a {wanted} step is too small, as the changes require a {required} one; leave STEP out")
    if (wanted or required) == "none":
        raise InputError("nothing changed since the last release, so there is nothing to release")
    return wanted or required
