"""Deprecation, sunset and stability: what is announced, and whether the announcement is kept."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, Effect

SUNSET_KEYWORDS = ("x-sunset", "sunset")
STABILITY_KEYWORD = "x-stability-level"
# Tools that publish contracts leave out what has it.
INTERNAL_KEYWORD = "x-internal"
LIFECYCLE_KEYWORDS = ("deprecated", *SUNSET_KEYWORDS, STABILITY_KEYWORD)
STABILITY_LEVELS = ("draft", "alpha", "beta", "stable")
# Levels at which changes are to be expected.
UNSTABLE_LEVELS = STABILITY_LEVELS[:2]


class Calendar(NamedTuple):
    """The day of the comparison, and how many days of notice a removal needs by level of stability."""

    today: date
    notice: Mapping[str, int] = MappingProxyType({})


class Announcement(NamedTuple):
    """A change of what is announced about an operation, parameter or property."""

    rule: str
    effect: Effect
    detail: str


def parse_sunset(value: Any) -> date | None:
    """Return the day of a date or date-time of RFC 3339; None if it is neither.

    Example:
        >>> parse_sunset("2030-01-31T00:00:00Z")
        datetime.date(2030, 1, 31)
    """
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None


def _sunset(raw: dict[str, Any]) -> Any:
    return next((raw[keyword] for keyword in SUNSET_KEYWORDS if keyword in raw), None)


def announcements(base: dict[str, Any], head: dict[str, Any], calendar: Calendar) -> Iterator[Announcement]:
    """Yield the changes of announcements; one that can't be read or is withdrawn is risky."""
    yield from _deprecation(base, head)
    if head.get("deprecated") is True:
        yield from _sunsets(_sunset(base), _sunset(head), base.get("deprecated") is True, calendar.today)
        yield from _short_notice(base, head, calendar)
    yield from _stability(base.get(STABILITY_KEYWORD), head.get(STABILITY_KEYWORD))


def _deprecation(base: dict[str, Any], head: dict[str, Any]) -> Iterator[Announcement]:
    in_base, in_head = base.get("deprecated") is True, head.get("deprecated") is True
    if in_head and not in_base:
        sunset = _sunset(head)
        effect, detail = (EQUAL, f"with sunset {sunset}") if sunset else (UNKNOWN, "without a date")
        yield Announcement("deprecated", effect, f"deprecated, {detail}")
    elif in_base and not in_head:
        yield Announcement("reactivated", EQUAL, "no longer deprecated")


def _sunsets(base: Any, head: Any, base_is_deprecated: bool, today: date) -> Iterator[Announcement]:
    base_day, head_day = parse_sunset(base), parse_sunset(head)
    for value, day in ((base, base_day), (head, head_day)):
        if value is not None and day is None and base != head:
            yield Announcement("sunset-unreadable", UNKNOWN, f"sunset {value!r} is not a date")
    if head is None and base is not None and base_is_deprecated:
        yield Announcement("sunset-removed", UNKNOWN, f"sunset {base} was withdrawn without reactivation")
    if base_day is not None and head_day is not None and head_day < base_day:
        yield Announcement("sunset-earlier", UNKNOWN, f"sunset moved from {base_day} to {head_day}")
    if head_day is not None and head_day != base_day and head_day < today:
        yield Announcement("sunset-past", UNKNOWN, f"sunset {head_day} is in the past")


def _short_notice(base: dict[str, Any], head: dict[str, Any], calendar: Calendar) -> Iterator[Announcement]:
    """Yield a sunset that is new or earlier, and nearer than the notice that is due at this level of stability."""
    base_day, day = parse_sunset(_sunset(base)), parse_sunset(_sunset(head))
    level = base.get(STABILITY_KEYWORD, "stable")
    due = calendar.notice.get(level, 0)
    is_new = base.get("deprecated") is not True or base_day is None or (day is not None and day < base_day)
    if day is not None and is_new and 0 <= (left := (day - calendar.today).days) < due:
        detail = f"sunset {day} leaves {left} days of notice; what is {level} has {due}"
        yield Announcement("sunset-soon", UNKNOWN, detail)


def _stability(base: Any, head: Any) -> Iterator[Announcement]:
    if base == head:
        return
    unreadable = [level for level in (base, head) if level is not None and level not in STABILITY_LEVELS]
    if unreadable:
        listed = ", ".join(STABILITY_LEVELS)
        yield Announcement("stability-unreadable", UNKNOWN, f"stability {unreadable[0]!r} is not one of {listed}")
        return
    base_level, head_level = (STABILITY_LEVELS.index(level or "stable") for level in (base, head))
    if base_level != head_level:
        rule, effect = ("stability-lowered", UNKNOWN) if head_level < base_level else ("stability-raised", EQUAL)
        yield Announcement(rule, effect, f"stability {STABILITY_LEVELS[base_level]} to {STABILITY_LEVELS[head_level]}")


def is_unstable(raw: dict[str, Any]) -> bool:
    """Return whether an operation is announced as one that may still change, or isn't published.

    Example:
        >>> is_unstable({"x-stability-level": "alpha"}), is_unstable({"x-internal": True}), is_unstable({})
        (True, True, False)
    """
    return raw.get(STABILITY_KEYWORD) in UNSTABLE_LEVELS or raw.get(INTERNAL_KEYWORD) is True


def announcement(raw: dict[str, Any]) -> str:
    """Return what was announced about something that is removed; empty if it wasn't deprecated.

    Example:
        >>> announcement({"deprecated": True, "x-sunset": "2030-01-31"})
        'deprecated, with sunset 2030-01-31'
    """
    if raw.get("deprecated") is not True:
        return ""
    value = _sunset(raw)
    return "deprecated, without a date" if value is None else f"deprecated, with sunset {value}"


def removal(raw: dict[str, Any], today: date) -> tuple[Effect, str]:
    """Return the effect of the removal of an operation, and why, by what was announced."""
    if raw.get("deprecated") is not True:
        return (
            (UNKNOWN, f"announced as {raw.get(STABILITY_KEYWORD, 'internal')}")
            if is_unstable(raw)
            else (NARROWS, "without deprecation")
        )
    value = _sunset(raw)
    sunset = parse_sunset(value)
    if value is None:
        return UNKNOWN, "deprecated, without a date"
    if sunset is None:
        return UNKNOWN, f"deprecated, its sunset {value!r} is not a date"
    return (EQUAL, f"past its sunset {sunset}") if sunset <= today else (NARROWS, f"before its sunset {sunset}")
