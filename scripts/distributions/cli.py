"""The command line: `python -m scripts.distributions FOLDER`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.errors import InputError
from scripts.distributions.build import build_twice, describe_files
from scripts.project import ROOT
from scripts.release.repository import check_tag


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("dist", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Build the distributions and return the exit code.

    Raises:
        InputError: They can't be built, two builds differ, or the tag isn't HEAD's.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.distributions",
        description="Build the sdist and the wheel of both distributions from HEAD, twice, and compare the bytes.",
        epilog="Exit codes: 0 built, 2 nothing was written, for the reason that is printed, 130 interrupted.",
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the files go; it must be new or empty")
    parser.add_argument("--tag", help="refuse unless this is HEAD's tag and version, and the main branch contains it")
    options = parser.parse_args(argv)
    if options.folder.exists() and (not options.folder.is_dir() or any(options.folder.iterdir())):
        raise InputError(f"{options.folder}: not an empty folder; remove it first, so that no older file is published")
    if options.tag:
        check_tag(ROOT, options.tag)
    files = build_twice(ROOT)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (options.folder / name).write_bytes(content)
    print_text(describe_files(files))
    return 0
