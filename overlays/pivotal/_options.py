"""Validate options in one place, whether they are set for a client, a copy of it, or one call."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast, get_args

from pivotal_runtime.encoding import check_headers
from pivotal_runtime.errors import shown
from pivotal_runtime.http_messages import InvalidRows, RequestOptions, Timeout
from pivotal_runtime.option_checks import check_fields, kind_of, mapping_of

from pivotal._hooks import Hooks
from pivotal._idempotency import checked_key
from pivotal._retries import LONGEST, RetryPolicy, check_max_retries
from pivotal.errors import InvalidArgumentError

_JOINED = ("headers", "extra_query", "extra_body")


def checked_options(options: object) -> RequestOptions:
    """Return the options if each is valid. Raises InvalidArgumentError for the first that isn't."""
    for name, value in mapping_of("options", options).items():
        check = _CHECKS.get(name)
        if check is None:
            raise InvalidArgumentError(f"options: there is no {shown(name)}; pass one of {', '.join(_CHECKS)}.")
        check(name, value)
    return cast(RequestOptions, options)


def merged(defaults: RequestOptions, options: RequestOptions) -> RequestOptions:
    """Return the defaults overridden by the options; headers, extra_query and extra_body are merged by name."""
    base, top = cast(Mapping[str, Any], defaults), cast(Mapping[str, Any], options)
    joined = {name: {**base[name], **top[name]} for name in _JOINED if name in base and name in top}
    return cast(RequestOptions, {**base, **top, **joined})


def checked_retries(retries: object, max_retries: object) -> RetryPolicy:
    """Return the retry policy of a client: `retries`, or the default policy with `max_retries`."""
    check_max_retries(max_retries)
    if retries is None:
        return RetryPolicy(cast(int, max_retries))
    if not isinstance(retries, RetryPolicy):
        raise InvalidArgumentError(
            f"retries: got {type(retries).__name__}; pass a RetryPolicy, or the number of retries as max_retries=."
        )
    return retries


def checked_hooks(hooks: object) -> tuple[Hooks, ...]:
    """Return the hooks as a tuple; refuse anything that isn't a Hooks instance."""
    if isinstance(hooks, str) or not isinstance(hooks, Iterable):
        raise InvalidArgumentError(f"hooks: got {kind_of(hooks)}; pass a list of Hooks.")
    items = tuple(cast(Iterable[object], hooks))
    for hook in items:
        if not isinstance(hook, Hooks):
            raise InvalidArgumentError(f"hooks: got {kind_of(hook)} in the list; pass instances of Hooks.")
    return cast(tuple[Hooks, ...], items)


def _headers(name: str, value: object) -> None:
    check_fields(name, value)
    check_headers(cast(Mapping[str, Any], value))


def _deadline(name: str, value: object) -> None:
    if value is not None and (
        isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LONGEST
    ):
        raise InvalidArgumentError(
            f"{name}: {shown(value)}; pass seconds above 0, at most {LONGEST:,}, or None for no deadline."
        )


def _invalid_rows(name: str, value: object) -> None:
    if value not in get_args(InvalidRows):
        raise InvalidArgumentError(f"{name}: {shown(value)}; pass {' or '.join(get_args(InvalidRows))}.")


_CHECKS: Mapping[str, Callable[[str, object], object]] = {
    "timeout": lambda _, value: Timeout.of(value),
    "max_retries": lambda _, value: check_max_retries(value),
    "deadline": _deadline,
    "walk_deadline": _deadline,
    "idempotency_key": lambda _, value: checked_key(value),
    "headers": _headers,
    "extra_query": check_fields,
    "extra_body": check_fields,
    "invalid_rows": _invalid_rows,
}
