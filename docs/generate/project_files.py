"""Pages that are files of the repository: each is written once, and read on the site too."""

from collections.abc import Mapping
from pathlib import Path

from docs.generate.markdown import replace_links

# Each file, and its page.
_PAGES: Mapping[str, str] = {
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "ARCHITECTURE.md": "project/architecture.md",
    "contract_diff/README.md": "project/contract-diff.md",
}


def project_pages(root: Path) -> dict[str, str]:
    """Return the text of each page by its path. A link to a file that has no page becomes its text."""
    return {page: _page(root, file) for file, page in _PAGES.items()}


def _page(root: Path, file: str) -> str:
    def target(link: str) -> str | None:
        path, _, anchor = link.partition("#")
        name = (root / file).parent.joinpath(path).resolve().relative_to(root).as_posix()
        return _PAGES[name].rpartition("/")[2] + (f"#{anchor}" if anchor else "") if name in _PAGES else None

    return replace_links((root / file).read_text(encoding="utf-8"), target)
