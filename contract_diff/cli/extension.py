"""The seam for programs that add something of their own to the comparison."""

import argparse
from pathlib import Path

from contract_diff.findings.finding import Report
from contract_diff.findings.policy import DEFAULT_POLICY


class Extension:
    """What another program adds to the command line: policies, arguments, and findings.

    Attributes:
        default_policy: The policy if none is named.
        policy_folders: Where named policies are, besides the package's own `strict` and `practice`.
    """

    default_policy = DEFAULT_POLICY
    policy_folders: tuple[Path, ...] = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add arguments to the parser."""

    def extend_report(self, report: Report, options: argparse.Namespace) -> Report:
        """Return the report with additions; approvals are applied afterwards."""
        return report


NO_EXTENSION = Extension()
