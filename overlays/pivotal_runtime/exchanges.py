"""What passes between a transport and the connections below it, whichever library makes them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .http_messages import Request

if TYPE_CHECKING:
    from ssl import SSLContext

    import httpx
    import httpx2

    HTTPClient = httpx.Client | httpx.AsyncClient | httpx2.Client | httpx2.AsyncClient
    HTTPTransport = httpx.BaseTransport | httpx.AsyncBaseTransport | httpx2.BaseTransport | httpx2.AsyncBaseTransport

ChunksT = TypeVar("ChunksT")
ClosedT = TypeVar("ClosedT")
MOST_BYTES = 64 * 1024 * 1024


class HTTPOptions(NamedTuple):
    """How connections are made, and what is accepted on them.

    Attributes:
        http2: Use HTTP/2.
        proxy: The URL of a proxy; without it, the usual environment variables apply.
        verify: An SSL context of your own.
        transport: A transport of your own, of httpx or httpx2.
        http_client: A client of your own, of httpx or httpx2; you close it.
        max_response_bytes: The most bytes of a response's body, after decompression; None accepts any number.
    """

    http2: bool = False
    proxy: str | None = None
    verify: "SSLContext | bool" = True
    transport: "HTTPTransport | None" = None
    http_client: "HTTPClient | None" = None
    max_response_bytes: int | None = MOST_BYTES

    def __repr__(self) -> str:
        # Without the password of a proxy.
        proxy = str(self.proxy).rpartition("@")[2] if self.proxy else self.proxy
        fields = {**self._asdict(), "proxy": proxy}
        return f"HTTPOptions({', '.join(f'{name}={value!r}' for name, value in fields.items())})"


DEFAULT_HTTP = HTTPOptions()


class Outgoing(NamedTuple):
    """A request with everything that is sent.

    Attributes:
        request: The request.
        headers: The headers, by lower-case name, with the API key.
        extensions: What the HTTP library is told besides: the seconds for each phase, and whom to report to in tests.
    """

    request: Request
    headers: dict[str, str]
    extensions: dict[str, Any]

    def __repr__(self) -> str:
        return f"<Outgoing {self.request!r}>"  # without the key


class Incoming(NamedTuple, Generic[ChunksT, ClosedT]):
    """A response whose body isn't read yet.

    Attributes:
        status: The HTTP status.
        headers: The headers, by lower-case name.
        chunks: The chunks of the body.
        decoded: Whether the chunks are decompressed.
        close: Release the connection.
    """

    status: int
    headers: dict[str, str]
    chunks: ChunksT
    decoded: bool
    close: Callable[[], ClosedT]
