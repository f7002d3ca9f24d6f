"""What the generated client needs to type the handlers of events."""

from collections.abc import Callable
from typing import Protocol, TypeVar

E = TypeVar("E")
R = TypeVar("R")


class Decorator(Protocol[E]):
    """A decorator of functions that take an event of one class."""

    def __call__(self, handler: Callable[[E], R], /) -> Callable[[E], R]:
        """Register the function, and return it."""
        ...
