"""The pages of a list: limit and cursor, and the list envelope."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec
from attrs import frozen

from pivotal.sandbox._api.validation import Invalid, check_parameter, moment
from pivotal.sandbox._state.clock import iso

DEFAULT_LIMIT = 25
MAX_LIMIT = 100
_INTEGER = re.compile("-?[0-9]{1,1000}")


@frozen
class Page:
    """The requested page of a list: at most `limit` rows, created before `before` (ms)."""

    limit: int
    before: int | None


def parse_query(query: str) -> dict[str, str]:
    """Return the query's parameters. The first value of a repeated parameter wins."""
    return dict(reversed(parse_qsl(query, keep_blank_values=True)))


def parse_page(query: Mapping[str, str]) -> Page:
    """Parse `limit` and `cursor`. Raises ApiError (400) if one is invalid."""
    limit = check_parameter(query, "limit", _limit)
    return Page(DEFAULT_LIMIT if limit is None else limit, check_parameter(query, "cursor", moment))


def _limit(value: str) -> int:
    expected = f"an integer from 1 to {MAX_LIMIT}"
    if not _INTEGER.fullmatch(value):
        raise Invalid("invalid_type", expected)
    limit = int(value)
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid("too_small" if limit < 1 else "too_big", expected)
    return limit


def list_response(rows: list[tuple[str, int]], limit: int) -> bytes:
    """Return the list envelope around documents in JSON. A row above `limit` means that there are more."""
    shown, more = rows[:limit], len(rows) > limit
    cursor = msgspec.json.encode(iso(shown[-1][1]) if more else None)
    data = ",".join(doc for doc, _ in shown).encode()
    head, tail = b'{"object":"list","data":[', b'],"has_more":%s,"next_cursor":%s}'
    return head + data + tail % (b"true" if more else b"false", cursor)
