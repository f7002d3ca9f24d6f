"""From what the user names to the documents in it: a page, a folder, an index of pages, a whole document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit

from contract_diff.core.errors import InputError
from scripts.import_spec.page import Source, fragment, looks_like_document, parse_document, parse_page
from scripts.import_spec.reading import Reader, is_url

_LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
MAX_PAGES = 500


@dataclass
class Gathered:
    """What was found: documents in reading order, and the pages that describe no operation."""

    sources: list[Source] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def gather(where: str, reader: Reader) -> Gathered:
    """Read everything that a path or URL stands for.

    Args:
        where: A page (.md), a folder of pages, an index (llms.txt), or an OpenAPI document; path or URL.
        reader: What reads files and URLs.

    Raises:
        InputError: Any part of it can't be read, or nothing in it describes an operation.
    """
    if not is_url(where) and Path(where).is_dir():
        pages = sorted(str(path) for path in Path(where).rglob("*.md"))
        return _pages(pages, where, reader)
    text = reader.text(where)
    if looks_like_document(text):
        return Gathered([parse_document(text, where)])
    if fragment(text, where) is None and _is_index(where):
        return _pages(list(_linked_pages(text, where)), where, reader)
    return Gathered([parse_page(text, where)])


def _is_index(where: str) -> bool:
    return PurePosixPath(urlsplit(where).path if is_url(where) else where).suffix == ".txt"


def _linked_pages(text: str, index: str) -> Iterator[str]:
    """Yield the pages that an index links to, each once; a link without suffix means its .md form."""
    seen = set()
    for match in _LINK.finditer(text):
        target = _absolute(urldefrag(match[1]).url, index)
        suffix = PurePosixPath(urlsplit(target).path).suffix if target else None
        page = target + ".md" if suffix == "" else target
        if suffix in ("", ".md") and page not in seen:
            seen.add(page)
            yield page


def _absolute(link: str, index: str) -> str:
    """Resolve an index's link; empty for what is no page of the same site or folder."""
    if is_url(index):
        target = urljoin(index, link)
        return target if is_url(target) and urlsplit(target).netloc == urlsplit(index).netloc else ""
    if is_url(link):
        return link
    folder = Path(index).resolve().parent
    path = (folder / link).resolve()
    return str(path) if link and ":" not in link and path.is_relative_to(folder) else ""


def _pages(pages: list[str], where: str, reader: Reader) -> Gathered:
    if not pages:
        raise InputError(f"{where}: no documentation page in it; name a folder of .md pages, or llms.txt.")
    if len(pages) > MAX_PAGES:
        raise InputError(f"{where}: {len(pages)} pages, more than {MAX_PAGES}; name the API reference's own index.")
    gathered = Gathered()
    for page in pages:
        text = reader.text(page)
        if fragment(text, page) is None:
            gathered.skipped.append(page)
        else:
            gathered.sources.append(parse_page(text, page))
    if not gathered.sources:
        raise InputError(f"{where}: none of its {len(pages)} pages has an OpenAPI fragment; name the API reference.")
    return gathered
