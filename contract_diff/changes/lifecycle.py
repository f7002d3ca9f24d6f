"""Deprecation, sunset and stability: what was announced, and whether it was kept."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, Effect

SUNSET_KEYWORDS = ("x-sunset", "sunset")
STABILITY_KEYWORD = "x-stability-level"
LIFECYCLE_KEYWORDS = ("deprecated", *SUNSET_KEYWORDS, STABILITY_KEYWORD)
STABILITY_LEVELS = ("draft", "alpha", "beta", "stable")
# What is announced at these levels is announced to change.
UNSTABLE_LEVELS = STABILITY_LEVELS[:2]


class Announcement(NamedTuple):
    """A change in what is announced about an operation, parameter or property."""

    rule: str
    effect: Effect
    detail: str


def parse_sunset(value: Any) -> date | None:
    """A date or date-time of RFC 3339; None if it is neither.

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


def announcements(old: dict[str, Any], new: dict[str, Any], today: date) -> Iterator[Announcement]:
    """What changed in the announcements; a promise that cannot be read or is taken back is a risk."""
    yield from _deprecation(old, new)
    if new.get("deprecated") is True:
        yield from _sunsets(_sunset(old), _sunset(new), old.get("deprecated") is True, today)
    yield from _stability(old.get(STABILITY_KEYWORD), new.get(STABILITY_KEYWORD))


def _deprecation(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Announcement]:
    was, now = old.get("deprecated") is True, new.get("deprecated") is True
    if now and not was:
        sunset = _sunset(new)
        effect, detail = (EQUAL, f"to go on {sunset}") if sunset else (UNKNOWN, "without a date")
        yield Announcement("deprecated", effect, f"deprecated, {detail}")
    elif was and not now:
        yield Announcement("reactivated", EQUAL, "no longer deprecated")


def _sunsets(old: Any, new: Any, was_deprecated: bool, today: date) -> Iterator[Announcement]:
    before, after = parse_sunset(old), parse_sunset(new)
    for value, parsed in ((old, before), (new, after)):
        if value is not None and parsed is None and old != new:
            yield Announcement("sunset-unreadable", UNKNOWN, f"sunset {value!r} is not a date")
    if new is None and old is not None and was_deprecated:
        yield Announcement("sunset-removed", UNKNOWN, f"sunset {old} was taken back without reactivation")
    if before is not None and after is not None and after < before:
        yield Announcement("sunset-earlier", UNKNOWN, f"sunset moved from {before} to {after}")
    if after is not None and after != before and after < today:
        yield Announcement("sunset-past", UNKNOWN, f"sunset {after} is in the past")


def _stability(old: Any, new: Any) -> Iterator[Announcement]:
    if old == new:
        return
    unreadable = [level for level in (old, new) if level is not None and level not in STABILITY_LEVELS]
    if unreadable:
        listed = ", ".join(STABILITY_LEVELS)
        yield Announcement("stability-unreadable", UNKNOWN, f"stability {unreadable[0]!r} is none of {listed}")
        return
    before, after = (STABILITY_LEVELS.index(level or "stable") for level in (old, new))
    if before != after:
        rule, effect = ("stability-lowered", UNKNOWN) if after < before else ("stability-raised", EQUAL)
        yield Announcement(rule, effect, f"stability {STABILITY_LEVELS[before]} to {STABILITY_LEVELS[after]}")


def is_unstable(raw: dict[str, Any]) -> bool:
    """Whether an operation is announced as one that still changes.

    Example:
        >>> is_unstable({"x-stability-level": "alpha"}), is_unstable({})
        (True, False)
    """
    return raw.get(STABILITY_KEYWORD) in UNSTABLE_LEVELS


def removal(raw: dict[str, Any], today: date) -> tuple[Effect, str]:
    """What the removal of an operation means, by what was announced."""
    if raw.get("deprecated") is not True:
        return (
            (UNKNOWN, f"announced as {raw[STABILITY_KEYWORD]}")
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
