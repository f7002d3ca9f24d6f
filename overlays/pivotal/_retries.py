"""Whether an attempt is repeated, and when. Pure decisions: no clock, no socket.

A call is repeated only when that is safe: GET, HEAD, PUT and DELETE always; PATCH because it sets values and doesn't
add to them; POST because each carries an idempotency key.

Documentation: https://docs.pivotal.app/api/welcome/rate-limits
"""

from collections.abc import Callable

from pivotal_runtime.base_models import Value
from pivotal_runtime.errors import shown
from pivotal_runtime.http_messages import Request

from pivotal.errors import APIConnectionError, APIStatusError, IdempotencyInProgressError, InvalidArgumentError

LONGEST = 1_000_000  # seconds; the clocks of some systems refuse a much longer time limit
_REPEATABLE_STATUSES = frozenset({408, 425, 429})
_NOT_IMPLEMENTED = 501  # the answer stays the same until the server is another


class RetryPolicy(Value, frozen=True):
    """How often, and after which waits, a call is retried.

    Attributes:
        max_retries: Attempts after the first.
        backoff: Seconds; the first wait is drawn from 0 to this, and the range doubles with each attempt.
        backoff_cap: Seconds; no drawn wait is longer.
        retry_after_cap: Seconds; if the server requests a longer wait, the error is raised at once.

    Raises:
        InvalidArgumentError: A field is not a number, or negative.
    """

    max_retries: int = 2
    backoff: float = 0.5
    backoff_cap: float = 8.0
    retry_after_cap: float = 60.0

    def __post_init__(self) -> None:
        check_max_retries(self.max_retries)
        for name in ("backoff", "backoff_cap", "retry_after_cap"):
            value: object = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
                raise InvalidArgumentError(f"{name} is {shown(value)}; pass seconds from 0 to {LONGEST:,}.")

    def wait_before_next(
        self, attempts: int, request: Request, error: Exception, draw: Callable[[float, float], float]
    ) -> float | None:
        """Return the seconds to wait before the next attempt, or None if the error must be raised.

        Args:
            attempts: The number of attempts made so far.
            request: The request.
            error: The error of the last attempt.
            draw: Draws a number from a range, as random.uniform does.
        """
        if attempts > self.max_retries or not request.is_repeatable or not _is_temporary(error):
            return None
        requested = error.retry_after if isinstance(error, APIStatusError) else None
        if requested is not None:
            return requested if requested <= self.retry_after_cap else None
        # The exponent is bounded first: a caller may request thousands of retries.
        return draw(0.0, min(self.backoff_cap, self.backoff * 2.0 ** min(attempts - 1, 63)))


def check_max_retries(value: object) -> None:
    """Refuse a value that is not a number of retries."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidArgumentError(f"max_retries is {shown(value)}; pass a whole number, 0 or more.")


def _is_temporary(error: Exception) -> bool:
    if isinstance(error, APIStatusError):
        may_pass = error.status >= 500 and error.status != _NOT_IMPLEMENTED
        return may_pass or error.status in _REPEATABLE_STATUSES or isinstance(error, IdempotencyInProgressError)
    return isinstance(error, APIConnectionError)
