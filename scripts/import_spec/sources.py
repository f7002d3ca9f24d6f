"""Finds the documents of a location: a page, a folder, an index of pages, a whole document."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit

from attrs import define, evolve, field

from contract_diff.core.errors import InputError
from scripts.import_spec.page import (
    Source,
    check_not_rendered,
    find_fragment,
    looks_like_document,
    parse_document,
    parse_page,
)
from scripts.import_spec.reading import Reader, is_url

_LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
MAX_PAGES = 500


@define
class Gathered:
    """The documents of a location.

    Attributes:
        sources: The documents, in reading order.
        skipped: Labels of the pages that describe no operation.
        is_index: Whether they are the pages of an index, which lists the pages of all operations.
    """

    sources: list[Source] = field(factory=list)
    skipped: list[str] = field(factory=list)
    is_index: bool = False


def gather_sources(location: str, reader: Reader) -> Gathered:
    """Read every document of a path or URL.

    Args:
        location: A page (.md), a folder of pages, an index (llms.txt), or an OpenAPI document; path or URL.
        reader: Reads the files and URLs.

    Raises:
        InputError: A document can't be read, or no document describes an operation.
    """
    if not is_url(location) and Path(location).is_dir():
        pages = sorted(str(path) for path in Path(location).rglob("*.md"))
        return _read_pages(pages, location, reader)
    text = reader.read_text(location)
    if looks_like_document(text):
        return Gathered([parse_document(text, location)])
    if find_fragment(text, location) is None and _is_index(location):
        check_not_rendered(text, location)
        return evolve(_read_pages(list(_linked_pages(text, location)), location, reader), is_index=True)
    return Gathered([parse_page(text, location)])


def _is_index(location: str) -> bool:
    return PurePosixPath(urlsplit(location).path if is_url(location) else location).suffix == ".txt"


def _linked_pages(text: str, index: str) -> Iterator[str]:
    """Yield the pages that an index links to, each once; a link without a suffix stands for its .md form."""
    seen = set()
    for match in _LINK.finditer(text):
        try:
            target = _absolute(urldefrag(match[1]).url, index)
            suffix = PurePosixPath(urlsplit(target).path).suffix if target else None
        except ValueError:  # neither a URL nor a path
            continue
        page = target + ".md" if suffix == "" else target
        if suffix in ("", ".md") and page not in seen:
            seen.add(page)
            yield page


def _absolute(link: str, index: str) -> str:
    """Resolve a link of an index; return an empty string if it leaves the site or the folder."""
    if is_url(index):
        target = urljoin(index, link)
        return target if is_url(target) and urlsplit(target).netloc == urlsplit(index).netloc else ""
    if is_url(link):
        return link
    folder = Path(index).resolve().parent
    path = (folder / link).resolve()
    return str(path) if link and ":" not in link and path.is_relative_to(folder) else ""


def _read_pages(pages: list[str], location: str, reader: Reader) -> Gathered:
    if not pages:
        raise InputError(f"{location}: it contains no documentation page; name a folder of .md pages, or llms.txt.")
    if len(pages) > MAX_PAGES:
        raise InputError(f"{location}: {len(pages)} pages, more than {MAX_PAGES}; name the API reference's own index.")
    gathered = Gathered()
    for page in pages:
        text = reader.read_text(page)
        if find_fragment(text, page) is None:
            check_not_rendered(text, page)
            gathered.skipped.append(page)
        else:
            gathered.sources.append(parse_page(text, page))
    if not gathered.sources:
        raise InputError(f"{location}: none of its {len(pages)} pages has an OpenAPI fragment; name the API reference.")
    return gathered
