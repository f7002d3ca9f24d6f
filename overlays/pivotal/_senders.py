"""What a client sends with: HTTP, the local server in the same process, or a recording."""

from typing import Protocol

from pivotal_runtime.messages import Request, Response


class Sender(Protocol):
    """Sends one request, once, and waits."""

    @property
    def base_url(self) -> str:
        """The address that requests go to."""
        ...

    def send(self, request: Request) -> Response:
        """Give the response. Raises APIConnectionError or APITimeoutError where no whole response came."""
        ...

    def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        ...


class AsyncSender(Protocol):
    """Sends one request, once, and awaits."""

    @property
    def base_url(self) -> str:
        """The address that requests go to."""
        ...

    async def send(self, request: Request) -> Response:
        """Give the response. Raises APIConnectionError or APITimeoutError where no whole response came."""
        ...

    async def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        ...
