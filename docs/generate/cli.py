"""The command line: `python -m docs.generate FOLDER`."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from pivotal_api.contract import load_description

from contract_diff.core.command_line import run_main
from contract_diff.core.errors import InputError
from docs.generate.names import name_pages
from docs.generate.operations import resource_pages
from docs.generate.project_files import project_pages
from scripts.project import ROOT

DOCS = ROOT / "docs"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("docs", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Write the sources of the site and return the exit code.

    Raises:
        InputError: A page can't be generated.
    """
    parser = argparse.ArgumentParser(
        prog="python -m docs.generate",
        description="Write the sources of the documentation site: the pages written by hand, and the generated ones.",
        epilog="Exit codes: 0 success, 2 a page can't be generated, 130 interrupted.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that is replaced")
    parser.add_argument("docs", type=Path, nargs="?", default=DOCS, metavar="DOCS", help="the pages written by hand")
    arguments = parser.parse_args(argv)
    write_site(arguments.folder, arguments.docs)
    return 0


def write_site(folder: Path, docs: Path) -> None:
    """Write the sources of the site.

    Raises:
        InputError: A public name has no docstring, or a generated page was written by hand too.
    """
    pages = resource_pages(load_description()) | name_pages(ROOT) | project_pages(ROOT)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(docs, folder, ignore=shutil.ignore_patterns("generate", "__pycache__"))
    for path, text in pages.items():
        page = folder / path
        if page.exists():
            raise InputError(f"docs/{path} is generated, and must not be written by hand; move or remove it.")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
