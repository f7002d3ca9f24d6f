"""The protocols for sending requests: over HTTP, to a sandbox in this process, or from a recording."""

from typing import Protocol, runtime_checkable

from pivotal_runtime.http_messages import Request, Response


class Sender(Protocol):
    """Sends a request once and waits for the response."""

    @property
    def base_url(self) -> str:
        """The URL that requests go to."""
        ...

    def send(self, request: Request) -> Response:
        """Return the response. Raises APIConnectionError or APITimeoutError without a complete response."""
        ...

    def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        ...


class AsyncSender(Protocol):
    """Sends a request once and awaits the response."""

    @property
    def base_url(self) -> str:
        """The URL that requests go to."""
        ...

    async def send(self, request: Request) -> Response:
        """Return the response. Raises APIConnectionError or APITimeoutError without a complete response."""
        ...

    async def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        ...


@runtime_checkable
class Pausing(Protocol):
    """A sender, sync or async, on which the waits between attempts may take no time."""

    def pause(self, seconds: float) -> bool:
        """Do what stands for waiting, such as moving a clock forward; return False if the caller must wait."""
        ...


def pause(sender: object, seconds: float) -> bool:
    """Let a sender do what stands for waiting; return whether it did."""
    return isinstance(sender, Pausing) and sender.pause(seconds)
