"""The servers of a source: a page or a document of another server may be that of a test system."""

from urllib.parse import urljoin, urlsplit

from scripts.contract import Document
from scripts.import_spec.reading import is_url
from scripts.regenerate.access import base_url


def server_urls(document: Document, location: str) -> list[str]:
    """Return the URLs of a document's servers in comparable form; relative ones count where the document has a URL.

    Example:
        >>> server_urls({"servers": [{"url": "HTTPS://my.Pivotal.app/"}]}, "page.md")
        ['https://my.pivotal.app']
    """
    urls = [base_url({"servers": [server]}) for server in document["servers"]]
    absolute = [urljoin(location, url) if is_url(location) else url for url in urls]
    return [_normalize(url) for url in absolute if is_url(url)]


def is_another_server(base: Document, head: Document, location: str) -> bool:
    """Return whether a source at a location names servers, and none of the contract's."""
    known = server_urls(base, "") if base.get("servers") else []
    named = server_urls(head, location) if head.get("servers") else []
    return bool(known and named) and not set(known) & set(named)


def _normalize(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl().rstrip("/")
