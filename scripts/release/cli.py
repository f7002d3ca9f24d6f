"""The command line: `python -m scripts.release`."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from attrs import frozen

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.errors import InputError
from contract_diff.findings.finding import Report
from contract_diff.findings.version_step import Step, describe_step
from scripts.project import ROOT
from scripts.release.fragments import FOLDER, read_fragments, write_changelog, write_contract_fragment
from scripts.release.repository import MAIN, check_releasable, commit_and_tag, last_release, scratch_tree
from scripts.release.steps import STEPS, choose_step, compare_contracts, find_reasons
from scripts.release.versions import TAG_PREFIX, next_version, read_version, write_version


@frozen
class Plan:
    """The next release: its version, why it is that one, and the changes of the contract since the last release."""

    version: str
    why: str
    contract: Report | None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("release", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Make the release, or show it, and return the exit code.

    Raises:
        InputError: There is nothing to release, or the repository isn't ready for it.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.release",
        description="Write the version and the changelog of the next release, commit them on main, and tag the commit. "
        "Nothing is pushed.",
        epilog="Exit codes: 0 done, 2 nothing was changed, for the reason that is printed, 130 interrupted.",
    )
    parser.add_argument("--step", choices=STEPS[:-1], help="take at least this step; 1.0.0 is a major one")
    parser.add_argument("--preview", action="store_true", help="print the version and the changelog of HEAD, and stop")
    options = parser.parse_args(argv)
    if not options.preview:
        check_releasable(ROOT)
    plan = make_plan(options.step)
    print_text(release(plan, preview=options.preview))
    return 0


def make_plan(wanted: Step | None) -> Plan:
    """Return the next release.

    Args:
        wanted: The step that a person asks for.

    Raises:
        InputError: There is nothing to release, or what was released last is unclear.
    """
    current, tag, fragments = read_version(ROOT), last_release(ROOT), read_fragments(ROOT)
    if tag is None:
        if wanted:
            raise InputError(f"the first release is {current}, as the version files say; leave STEP out")
        return Plan(current, "the first release", None)
    if tag != f"{TAG_PREFIX}{current}":
        raise InputError(f"the version files say {current}, but the last release is {tag}; restore them")
    contract = compare_contracts(tag)
    reasons = find_reasons(tag, current, contract, fragments)
    step = choose_step(reasons, wanted)
    why = ", ".join(f"{reason.what}: {describe_step(reason.step, current)}" for reason in reasons)
    return Plan(next_version(current, step), f"after {tag}; {why}", contract)


def release(plan: Plan, *, preview: bool) -> str:
    """Make the release, or only its changelog, and return what to tell.

    Raises:
        InputError: It can't be made; nothing has changed then.
    """
    today = datetime.now(UTC).date()
    with scratch_tree(ROOT) as tree:
        if plan.contract and plan.contract.findings:
            write_contract_fragment(tree, plan.contract)
        elif not read_fragments(tree):
            raise InputError(f"{FOLDER} has no entry for users; commit one that says why there is a release")
        changelog = write_changelog(tree, plan.version, today, draft=preview)
        if preview:
            return f"{plan.version} ({plan.why})\n\n{changelog}"
        write_version(tree, plan.version)
        tag = commit_and_tag(ROOT, tree, plan.version)
    return f"{tag} is tagged ({plan.why}). To publish it, run: git push --atomic origin {MAIN} {tag}\n"
