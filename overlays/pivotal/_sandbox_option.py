"""The `sandbox=` argument of a client: the one seam between the clients and the sandbox.

The sandbox imports the clients (for `Sandbox.client`), so no client may import the sandbox. A client knows the
protocol `SandboxLike` only, and loads `pivotal.sandbox` by name when it must create a sandbox.
"""

from importlib import import_module
from typing import Protocol, cast, runtime_checkable

from pivotal_runtime.http_messages import Timeout

from pivotal._senders import AsyncSender, Sender
from pivotal.errors import InvalidArgumentError


@runtime_checkable
class SandboxLike(Protocol):
    """A local Pivotal that a client calls without a socket, such as `pivotal.sandbox.Sandbox`."""

    def sender(self, api_key: str, timeout: float | Timeout | None) -> Sender:
        """Return the sender of a sync client on this sandbox."""
        ...

    def async_sender(self, api_key: str, timeout: float | Timeout | None) -> AsyncSender:
        """Return the sender of an async client on this sandbox."""
        ...


def checked_sandbox(sandbox: object) -> SandboxLike:
    """Return the sandbox that the argument means; True creates one without a rate limit.

    Raises:
        InvalidArgumentError: The argument is neither a sandbox nor True.
    """
    if sandbox is True:
        return cast("SandboxLike", import_module("pivotal.sandbox").Sandbox(rate_limit=None))
    if isinstance(sandbox, type) or not isinstance(sandbox, SandboxLike):
        raise InvalidArgumentError(f"sandbox: got {type(sandbox).__name__}; pass a Sandbox, or True for a new one.")
    return sandbox
