"""What a failure below the transport means for the caller."""

from typing import Any

from .attempts import Attempt
from .errors import APIConnectionError, APITimeoutError
from .http_messages import Request

# The libraries that send, and those below them. Their errors are reported as ours.
_LIBRARIES = frozenset(
    {"anyio", "h11", "h2", "hpack", "httpcore", "httpcore2", "httpx", "httpx2", "hyperframe", "socksio", "ssl"}
)
# Failures before a request is sent, by the names that all these libraries use.
_UNSENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"})


def is_foreign(error: BaseException) -> bool:
    """Return whether an error is from the network or a library, not from code of the caller's."""
    modules = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    return not modules.isdisjoint(_LIBRARIES) or isinstance(error, OSError | UnicodeError)


def failure(error: BaseException, request: Request, attempt: Attempt) -> APIConnectionError:
    """Return our error for an attempt without a response."""
    names = [kind.__name__ for kind in type(error).__mro__]
    may_have_arrived = request.may_have_arrived or _UNSENT.isdisjoint(names)
    facts: dict[str, Any] = {**request.facts(), "may_have_arrived": may_have_arrived}
    if any("Timeout" in name for name in names):
        phase = "deadline" if attempt.has_ended else names[0].partition("Timeout")[0].lower()
        return APITimeoutError(f"No response in time ({phase or 'deadline'} timeout)", **facts)
    reason = str(error) or names[0]
    return APIConnectionError(f"No response: {reason.rstrip('.')}", **facts)
