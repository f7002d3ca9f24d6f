"""Marks what the contract deprecates, as warnings.deprecated of Python 3.13 does."""

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:

    def deprecated(message: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
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

            marked = call_async if inspect.iscoroutinefunction(function) else call
            marked.__deprecated__ = function.__deprecated__ = message
            return marked

        return mark
