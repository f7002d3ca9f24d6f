"""Reading text from a path or a URL, with limits on size and time."""

from pathlib import Path
from typing import Self

from contract_diff.core.errors import InputError
from contract_diff.core.fetching import Fetcher

MAX_BYTES = 20 * 1024 * 1024
# For a whole import: an index and all of its pages together.
DEADLINE_SECONDS = 300.0


def is_url(source: str) -> bool:
    """Return whether a source is an http or https URL."""
    return source.lower().startswith(("http://", "https://"))


class Reader:
    """Reads sources over one connection pool; a context manager.

    Args:
        seconds: The time for everything that is read from URLs.

    Example:
        >>> with Reader() as reader:
        ...     page = reader.read_text("spec/pages/get-customer.md")
    """

    def __init__(self, seconds: float = DEADLINE_SECONDS) -> None:
        self._fetcher = Fetcher(max_bytes=MAX_BYTES, seconds=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._fetcher.__exit__(*exception)

    def read_text(self, source: str) -> str:
        """Return the text of a file or a URL.

        Args:
            source: A path, or an http or https URL without credentials.

        Raises:
            InputError: The source can't be read, is too large, is empty, is HTML or is not UTF-8.
        """
        content = self._fetcher.fetch(source).content if is_url(source) else _read_file(source)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{source}: not UTF-8 text; name a Markdown page or an OpenAPI document.") from error
        if not text.strip():
            raise InputError(f"{source}: empty; name a Markdown page or an OpenAPI document.")
        if text.lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html")):
            raise InputError(f"{source}: HTML, not Markdown; add .md to the URL of the page.")
        return text


def _read_file(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{source}: cannot be read ({reason}); name a page, a folder, an index or a URL.") from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{source}: larger than {MAX_BYTES // 2**20} MiB; name one document.")
    return content
