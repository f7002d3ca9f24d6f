"""Write the sources of the site: the pages of docs/, and those that are generated.

python -m docs.generate FOLDER
"""

import shutil
import sys
from pathlib import Path

from pivotal_api.contract import load_description

from docs.generate.names import name_pages
from docs.generate.operations import resource_pages
from docs.generate.project_files import project_pages
from scripts.project import ROOT

DOCS = ROOT / "docs"


def write_site(folder: Path, docs: Path = DOCS) -> None:
    """Write the sources of the site.

    Args:
        folder: The folder that is replaced.
        docs: The pages written by hand.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(docs, folder, ignore=shutil.ignore_patterns("generate", "__pycache__"))
    pages = resource_pages(load_description()) | name_pages(ROOT) | project_pages(ROOT)
    for path, text in pages.items():
        page = folder / path
        if page.exists():
            raise SystemExit(f"docs/{path} is generated, and must not be written by hand; move or remove it.")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_site(*(Path(argument) for argument in sys.argv[1:]))
