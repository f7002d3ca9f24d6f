"""Marks what the contract deprecates, as warnings.deprecated of Python 3.13 does."""

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any


def mark_deprecated(message: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that warns at each call, where the caller is."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return function(*arguments, **named)

        @functools.wraps(function)
        async def call_async(*arguments: Any, **named: Any) -> Any:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return await function(*arguments, **named)

        marked: Any = call_async if inspect.iscoroutinefunction(function) else call
        marked.__deprecated__ = message
        function.__deprecated__ = message  # type: ignore[attr-defined]
        return marked  # type: ignore[no-any-return]

    return mark


if TYPE_CHECKING:  # Type checkers report a call of what typing_extensions marks.
    from typing_extensions import deprecated as deprecated
else:
    deprecated = mark_deprecated
