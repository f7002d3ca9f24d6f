"""The command line: `python -m scripts.surface BASE [HEAD]`."""

import argparse
from collections.abc import Sequence

from contract_diff.core.severity import Severity
from scripts.contract import InputError
from scripts.output import show, tell
from scripts.surface.comparison import compare_surfaces
from scripts.surface.report import FORMATS

EXIT_FINE, EXIT_BREAKING, EXIT_INPUT = range(3)
EXIT_INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    arguments = argparse.ArgumentParser(
        prog="python -m scripts.surface",
        description="Compare the public Python names of two revisions, and check the base's typing samples.",
        epilog="Exit codes: 0 nothing breaking, 1 breaking, 2 the input is wrong, 130 interrupted.",
    )
    arguments.add_argument("base", metavar="BASE", help="a git revision, or a folder that holds the packages")
    arguments.add_argument("head", metavar="HEAD", nargs="?", help="likewise; default: the working tree")
    arguments.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parser().parse_args(argv)
    try:
        comparison = compare_surfaces(options.base, options.head)
        show(FORMATS[options.format](comparison))
    except InputError as error:
        tell("surface", str(error))
        return EXIT_INPUT
    except KeyboardInterrupt:
        tell("surface", "interrupted")
        return EXIT_INTERRUPTED
    return EXIT_BREAKING if comparison.worst is Severity.BREAKING else EXIT_FINE
