"""Moments as milliseconds since the epoch, and as the API writes them."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def iso(milliseconds: int) -> str:
    """Return an ISO 8601 date-time in UTC, with milliseconds.

    Example:
        >>> iso(0)
        '1970-01-01T00:00:00.000Z'
    """
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def milliseconds(moment: datetime) -> int:
    """Return milliseconds since the epoch, rounded up so that "before" is right for fractions too.

    Raises:
        ValueError: The moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("The moment has no time zone; add one, for example tzinfo=datetime.UTC.")
    return -((_EPOCH - moment) // _MILLISECOND)
