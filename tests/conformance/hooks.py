"""What no contract tells schemathesis of this API: fields that are unique, and that an object has two ids."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import chain, count
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

_KEY = "Idempotency-Key"
_UNIQUE = ("name", "slug", "email")
_LONGEST_EXTENDED_KEY = 200
_calls = count()
_deleted: set[str] = set()


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Make three calls in four unique, which generated minimal values are not: else a 409 hides what comes after it."""
    number = next(_calls)
    if number % 4 == 0:
        return
    key = case.headers.get(_KEY) if case.headers else None
    if isinstance(key, str) and key.isascii() and len(key) < _LONGEST_EXTENDED_KEY:
        case.headers = {**case.headers, _KEY: f"{key}{number}"}
    if isinstance(case.body, dict):
        fresh = {name: f"{number}{value}" for name, value in case.body.items() if _is_extensible(name, value)}
        case.body = {**case.body, **fresh}


def _is_extensible(name: str, value: Any) -> bool:
    """Whether more text at its beginning leaves a value as valid, or as invalid, as it was."""
    return name in _UNIQUE and isinstance(value, str) and value[:1] not in ("", "@")


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    """Remember what is deleted, by both ids."""
    if case.method == "DELETE" and response.status_code == 200:
        answer = response.json()
        _deleted.update((answer["id"], str(answer["display_id"])))


def _asks_for_deleted(case: Case) -> bool:
    return case.method in ("GET", "PATCH") and str((case.path_parameters or {}).get("id")) in _deleted


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Drop what only looks like a failure, for want of a way to say so in the contract."""
    excuse = _EXCUSES.get(type(failure))
    return excuse is None or not excuse(failure, case)


def _has_an_unknown_parameter(failure: Failure, case: Case) -> bool:
    """Unknown query parameters are ignored. The check knows that, except of one whose name is empty."""
    return "in query - violates `additionalProperties`" in failure.message


def _has_a_moment_outside_of_utc(failure: Failure, case: Case) -> bool:
    """By its format a date-time may lie, with its offset, before year 1 or after 9999 of UTC; it is refused."""
    values = chain(*(part.values() for part in (case.query, case.body) if isinstance(part, Mapping)))
    return any(map(_is_outside_of_utc, values))


def _is_outside_of_utc(value: Any) -> bool:
    try:
        datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError):
        return False
    except OverflowError:
        return True
    return False


_EXCUSES: Mapping[type[Failure], Callable[[Failure, Case], bool]] = {
    # The check takes the two ids for two objects, and misses one that was deleted by its other id.
    EnsureResourceAvailability: lambda _, case: _asks_for_deleted(case),
    AcceptedNegativeData: _has_an_unknown_parameter,
    RejectedPositiveData: _has_a_moment_outside_of_utc,
}


@schemathesis.check
def deleted_is_gone_by_both_ids(ctx: CheckContext, response: Response, case: Case) -> None:
    """`use_after_free` for an object with two ids."""
    if _asks_for_deleted(case) and response.status_code == 200:
        raise AssertionError("A deleted object answers by its other id.")
