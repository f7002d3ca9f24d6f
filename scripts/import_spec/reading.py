"""Text from a path or a URL: bounded in size and time, never from a host that wasn't named."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import httpx

from scripts.contract import InputError

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5


def is_url(where: str) -> bool:
    """Whether a source is named by an http or https URL."""
    return where.lower().startswith(("http://", "https://"))


class Reader:
    """Reads sources, over one connection pool; a context manager.

    Example:
        >>> with Reader() as reader:
        ...     page = reader.text("spec/pages/get-customer.md")
    """

    def __init__(self) -> None:
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.close()

    def text(self, where: str) -> str:
        """Read a file or a URL as UTF-8 text.

        Args:
            where: A path, or an http or https URL without credentials.

        Raises:
            InputError: It can't be had, is too large, is empty, is HTML or is no text.
        """
        content = self._fetched(where) if is_url(where) else _file_bytes(where)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{where}: not UTF-8 text; name a Markdown page or an OpenAPI document.") from error
        if not text.strip():
            raise InputError(f"{where}: empty; name a Markdown page or an OpenAPI document.")
        if text.lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html")):
            raise InputError(f"{where}: HTML, not Markdown; append .md to the address of the page.")
        return text

    def _fetched(self, url: str) -> bytes:
        if "@" in urlsplit(url).netloc:
            raise InputError("The URL holds credentials; name a public address without them.")
        here = httpx.URL(url)
        for _ in range(MAX_REDIRECTS + 1):
            try:
                content, target = self._response(here)
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                reason = str(error) or type(error).__name__
                raise InputError(f"{url}: could not be fetched ({reason}); try again later.") from error
            if target is None:
                return content
            if not _same_host(here, target):
                raise InputError(f"{url}: redirects to another host ({target.host}); name that address yourself.")
            here = target
        raise InputError(f"{url}: more than {MAX_REDIRECTS} redirects; name the final address.")

    def _response(self, url: httpx.URL) -> tuple[bytes, httpx.URL | None]:
        with self._client.stream("GET", url) as response:
            if response.next_request is not None:
                return b"", response.next_request.url
            if response.status_code != httpx.codes.OK:
                raise InputError(f"{url}: the server answers {response.status_code}; check the address.")
            chunks, size = [], 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise _too_large(str(url))
                chunks.append(chunk)
            return b"".join(chunks), None


def _same_host(here: httpx.URL, target: httpx.URL) -> bool:
    downgraded = here.scheme == "https" and target.scheme == "http"
    return here.netloc == target.netloc and not downgraded


def _file_bytes(where: str) -> bytes:
    path = Path(where)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(where)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{where}: cannot be read ({reason}); name a page, a folder, an index or a URL.") from error


def _too_large(where: str) -> InputError:
    return InputError(f"{where}: larger than {MAX_BYTES // 2**20} MiB; name one page or one OpenAPI document.")
