"""Extends the contract diff's command line by this SDK's policy, its Python names and its public surface."""

import argparse
from collections.abc import Sequence

from attrs import evolve

from contract_diff.cli import PROGRAM, Extension
from contract_diff.core.command_line import report_error
from contract_diff.core.errors import InputError
from contract_diff.findings.finding import Finding, Report
from contract_diff.reading.sources import MissingSourceError
from scripts.contract_diff.policy import DEFAULT_POLICY, POLICIES
from scripts.contract_diff.python_names import join_symbols, load_symbols
from scripts.surface.run import compare_surfaces


class SdkExtension(Extension):
    """The options `--symbols` and `--surface`, and the policy `pivotal-v1`."""

    default_policy = DEFAULT_POLICY
    policy_folders = (POLICIES,)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add --symbols and --surface."""
        parser.add_argument(
            "--symbols",
            nargs="+",
            metavar="MAP",
            help="JSON maps from JSON pointer to Python symbol: HEAD's, or BASE's and HEAD's",
        )
        parser.add_argument(
            "--surface", metavar="REV", help="also compare the public Python names with this git revision"
        )

    def extend_report(self, report: Report, options: argparse.Namespace) -> Report:
        """Return the report with Python names in its findings, and with the findings of the surface."""
        if options.symbols:
            report = evolve(report, findings=name_symbols(report.findings, options.symbols))
        if options.surface:
            surface = compare_surfaces(options.surface)
            report = evolve(report, findings=(*report.findings, *surface.findings), version=surface.version)
        return report


def name_symbols(findings: tuple[Finding, ...], specs: Sequence[str]) -> tuple[Finding, ...]:
    """Return the findings with their Python symbols; warn about a base without a map, as older revisions have none."""
    if len(specs) > 2:
        raise InputError(f"--symbols: {len(specs)} maps are too many; name HEAD's, or BASE's and HEAD's")
    head = load_symbols(specs[-1])
    try:
        return join_symbols(findings, head, load_symbols(specs[0]))
    except MissingSourceError as error:
        report_error(PROGRAM, f"{error}; what was removed is named by HEAD's map, as far as it can")
        return join_symbols(findings, head)
