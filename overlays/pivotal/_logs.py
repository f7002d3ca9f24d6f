"""Log records of the logger `pivotal`: one line for each attempt and retry; queries and bodies only on request."""

import logging

from pivotal_runtime.errors import printable, redact
from pivotal_runtime.http_messages import Request

from pivotal._hooks import Attempt

logger = logging.getLogger("pivotal")
logger.addHandler(logging.NullHandler())
_LONGEST_BODY = 2_000


def log_attempt(attempt: Attempt, key: str, *, bodies: bool) -> None:
    """Log an attempt at INFO and, with `bodies`, its query and bodies at DEBUG."""
    if not logger.isEnabledFor(logging.INFO):
        return
    request, response = attempt.request, attempt.response
    fault = type(attempt.error).__name__
    outcome = response.status if response else getattr(attempt.error, "status", f"no response ({fault})")
    logger.info(
        "%s %s -> %s in %.0f ms (attempt %d, %s)",
        request.method,
        _without_query(request),
        outcome,
        attempt.seconds * 1000,
        attempt.number,
        key,
    )
    if bodies:
        logger.debug("requested %s", redact(request.url))
        logger.debug("sent %s", _shown(request.content))
        logger.debug("received %s", _shown(response.content if response else None))


def log_retry(attempt: Attempt, wait: float) -> None:
    """Log a retry at WARNING."""
    logger.warning(
        "%s %s is retried in %.2f s, after attempt %d",
        attempt.request.method,
        _without_query(attempt.request),
        wait,
        attempt.number,
    )


def log_deleted_before(attempt: Attempt) -> None:
    """Log at INFO that a 404 counts as a success."""
    logger.info(
        "%s %s found nothing in attempt %d: an earlier attempt deleted the record",
        attempt.request.method,
        _without_query(attempt.request),
        attempt.number,
    )


def _without_query(request: Request) -> str:
    return redact(request.url.partition("?")[0])


def _shown(content: bytes | None) -> str:
    if not content:
        return "no body"
    text = content[:_LONGEST_BODY].decode(errors="replace")
    return redact(printable(text)) + ("..." if len(content) > _LONGEST_BODY else "")
