"""Arguments that nobody means, and what must become of them."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from pivotal.errors import InvalidArgumentError

HUGE = 10**5_000  # more digits than Python writes
LOOP: list[Any] = []
LOOP.append(LOOP)
DEEP: Any = []
for _ in range(100_000):
    DEEP = [DEEP]
FIRST_DAY = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))


class Odd(Enum):
    HUGE = HUGE


VALUES: dict[str, Any] = {
    "huge": HUGE,
    "-huge": -HUGE,
    "huge enum": Odd.HUGE,
    "a list with itself": LOOP,
    "a deep list": DEEP,
    "a dict with a huge key": {HUGE: 1},
    "a list with a huge number": [HUGE],
    "half a surrogate pair": "\ud800",
    "a dict with half a pair": {"\ud800": 1},
    "before the first day": FIRST_DAY,
    "NaN": math.nan,
    "a signaling NaN": Decimal("sNaN"),
    "bytes": b"x",
    "a set of bytes": {b"x"},
    "a class": int,
    "an object": object(),
    "an exception": ValueError("x"),
    "a function": len,
    "a complex number": 1j,
}


def refused(call: Callable[[], Any], *errors: type[Exception]) -> str:
    """Return the message of a call that must fail with InvalidArgumentError, or one of these errors, in one line."""
    with pytest.raises(errors or InvalidArgumentError) as caught:
        call()
    message = str(caught.value)
    assert len(message) < 700 and len(message.splitlines()) == 1
    return message
