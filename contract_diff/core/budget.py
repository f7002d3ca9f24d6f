"""How long a comparison may take: when the time is spent, whatever is left counts as undecided."""

import math
import time

# Enough for contracts of more than ten megabytes; what needs longer is mostly made to.
DEFAULT_SECONDS = 20.0


class Budget:
    """Processor time for one comparison, counted from now.

    Args:
        seconds: How much there is.

    Example:
        >>> Budget(seconds=0).is_spent, Budget().is_spent
        (True, False)
    """

    def __init__(self, seconds: float = math.inf) -> None:
        self._end = time.process_time() + seconds

    @property
    def is_spent(self) -> bool:
        """Whether the time is over."""
        return time.process_time() >= self._end


class TooComplexError(Exception):
    """An expression needs more work than it is worth."""


class Work:
    """Steps of one operation on expressions, with limits on steps, states and seconds.

    Args:
        steps: How many there may be.
        states: How many states a machine may have.
        seconds: How much processor time there is.
    """

    def __init__(self, steps: int, states: int, seconds: float) -> None:
        self._steps, self._states = steps, states
        self._time = Budget(seconds)

    def step(self, states: int) -> None:
        """Count a step of a machine that has so many states so far.

        Raises:
            TooComplexError: A limit is reached.
        """
        self._steps -= 1
        if self._steps < 0 or states > self._states or (self._steps % 16 == 0 and self._time.is_spent):
            raise TooComplexError
