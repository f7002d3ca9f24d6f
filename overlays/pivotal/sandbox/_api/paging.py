"""The query of a list: limit, cursor and filters; and the list envelope."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from attrs import frozen

from pivotal.sandbox._api.validation import Check, Invalid, moment
from pivotal.sandbox._state.clock import iso

DEFAULT_LIMIT = 25
MAX_LIMIT = 100
_INTEGER = re.compile("-?[0-9]{1,1000}")


@frozen
class Page:
    """Which page of a list is asked for: at most `limit` rows, created before `before` (ms)."""

    limit: int
    before: int | None


def parse_query(query: str) -> dict[str, str]:
    """The query's parameters; of one that is repeated, the first."""
    return dict(reversed(parse_qsl(query, keep_blank_values=True)))


def parse_page(query: Mapping[str, str]) -> Page:
    """Read `limit` and `cursor`. Raises ApiError (400) when one is wrong."""
    limit = check_parameter(query, "limit", _limit)
    return Page(DEFAULT_LIMIT if limit is None else limit, check_parameter(query, "cursor", moment))


def check_parameter(query: Mapping[str, str], name: str, check: Check) -> Any:
    """The checked value of a parameter, or None when it is absent. Raises ApiError (400) when it is wrong."""
    if name not in query:
        return None
    try:
        return check(query[name])
    except Invalid as invalid:
        raise invalid.error(name) from invalid


def _limit(value: str) -> int:
    expected = f"an integer from 1 to {MAX_LIMIT}"
    if not _INTEGER.fullmatch(value):
        raise Invalid("invalid_type", expected)
    limit = int(value)
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid("too_small" if limit < 1 else "too_big", expected)
    return limit


def envelope(rows: list[tuple[str, int]], limit: int) -> bytes:
    """The list envelope around documents that are JSON already; a row above `limit` shows there are more."""
    shown, more = rows[:limit], len(rows) > limit
    cursor = msgspec.json.encode(iso(shown[-1][1]) if more else None)
    data = ",".join(doc for doc, _ in shown).encode()
    head, tail = b'{"object":"list","data":[', b'],"has_more":%s,"next_cursor":%s}'
    return head + data + tail % (b"true" if more else b"false", cursor)
