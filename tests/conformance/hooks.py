"""Facts of this API that no contract can express for schemathesis: unique fields, and two ids for an object."""

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
    """Make three of four calls unique. Generated minimal values are not, and a 409 would hide all further checks."""
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
    """Return whether a value stays valid, or stays invalid, with a longer beginning."""
    return name in _UNIQUE and isinstance(value, str) and value[:1] not in ("", "@")


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    """Remember deleted objects by both ids."""
    if case.method == "DELETE" and response.status_code == 200:
        deleted = response.json()
        _deleted.update((deleted["id"], str(deleted["display_id"])))


def _requests_deleted(case: Case) -> bool:
    return case.method in ("GET", "PATCH") and str((case.path_parameters or {}).get("id")) in _deleted


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Drop a failure that is correct behavior which the contract can't express."""
    excuse = _EXCUSES.get(type(failure))
    return excuse is None or not excuse(failure, case)


def _has_an_unknown_parameter(failure: Failure, case: Case) -> bool:
    """Return whether a query parameter is unknown: these are ignored. The check fails only on an empty name."""
    return "in query - violates `additionalProperties`" in failure.message


def _has_a_moment_outside_of_utc(failure: Failure, case: Case) -> bool:
    """Return whether a date-time is before year 1 or after 9999 in UTC: valid by its format, but rejected."""
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
    # The check treats the two ids as two objects, and doesn't know of a deletion by the other id.
    EnsureResourceAvailability: lambda _, case: _requests_deleted(case),
    AcceptedNegativeData: _has_an_unknown_parameter,
    RejectedPositiveData: _has_a_moment_outside_of_utc,
}


@schemathesis.check
def deleted_is_gone_by_both_ids(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check what `use_after_free` checks, for an object with two ids."""
    if _requests_deleted(case) and response.status_code == 200:
        raise AssertionError("A deleted object is returned by its other id.")
