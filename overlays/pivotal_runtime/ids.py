"""Every check of an id, whether it comes as a value, a record or a URL. What can't be an id is refused here."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from .base_models import UNSET, Model
from .encoding import builtin_value, text_value
from .errors import InvalidArgumentError, with_article

APP_HOST = "my.pivotal.app"
_LARGEST_ID = 2**63 - 1
_NOT_IN_IDS = re.compile(r"[/\\%?#\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_SEGMENTS = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_APP_PATH = re.compile(r"/(?P<collection>[a-z_-]+)/(?P<display_id>[0-9]+)(?:-[^/]*)?/?")
_WANTED = "pass a display_id (int) or an id (str)"


def path_segment(value: object, owner: str | None = "") -> str:
    """Return an id as one path segment.

    Args:
        value: A display_id as int, a display_id or cuid as str, or a model, which stands for its `id`.
        owner: The kind of record that the id must name, such as `customer`; empty for any; None for a value that
            is not an id: a string with spaces, or any whole number.

    Raises:
        InvalidArgumentError: The value can't be an id, or is a record of another kind.
    """
    argument = f"{owner} id" if owner else "id"
    if isinstance(value, Model):
        kind = getattr(value, "object", owner)
        if owner and kind != owner:
            raise InvalidArgumentError(f"{argument}: got {with_article(kind)}; pass {with_article(owner)}, or its id.")
        value = getattr(value, "id", None)
    if isinstance(value, str):
        return _checked_string(str.__str__(value), argument, _NOT_IN_IDS if owner is not None else _NOT_IN_SEGMENTS)
    if isinstance(value, date | UUID):
        return quote(text_value(argument, value), safe="")
    number = builtin_value(value)
    if isinstance(number, bool) or not isinstance(number, int):
        raise InvalidArgumentError(f"{argument}: got {type(value).__name__}; {_WANTED}.")
    if owner is None:
        return text_value(argument, number)
    if not 0 <= number <= _LARGEST_ID:
        shown = number if abs(number) <= _LARGEST_ID else "so large a number"
        raise InvalidArgumentError(f"{argument}: {shown} is not a valid display_id; pass a positive integer.")
    return str(number)


def _checked_string(text: str, argument: str, refused: re.Pattern[str]) -> str:
    if not text:
        raise InvalidArgumentError(f"{argument}: got an empty string; {_WANTED}.")
    if text in (".", "..") or refused.search(text):
        shown = f"{text[:40]!a}{'...' if len(text) > 40 else ''}"
        raise InvalidArgumentError(f"{argument}: {shown} can't be an id; {_WANTED}.")
    return quote(text, safe="")


def reference(value: Any, owner: str = "") -> Any:
    """Return an id in a query or a body as a string, by the rules of path_segment; keep None, UNSET and strings."""
    if value is None or value is UNSET or isinstance(value, str):
        return value
    return path_segment(value, owner)


def id_from_url(url: str, owner: str = "", host: str = APP_HOST) -> str:
    """Return the display_id in the URL of a record's page in the app.

    Raises:
        InvalidArgumentError: It is not such a URL, or the page shows a record of another kind.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets around something that is not an IPv6 address
        parts = urlsplit("")
    page = _APP_PATH.fullmatch(parts.path)
    netloc = parts.netloc.lower().removesuffix(":443")
    if parts.scheme not in ("http", "https") or netloc not in (host, APP_HOST) or page is None:
        raise InvalidArgumentError(
            f"{owner or 'record'}: not the URL of a record; one looks like https://{APP_HOST}/customers/245-aurora."
        )
    if owner and page["collection"] != f"{owner}s":
        raise InvalidArgumentError(
            f"{owner}: the URL is under /{page['collection']}; pass the URL of {with_article(owner)}."
        )
    return page["display_id"]
