"""The sandbox on a port, by uvicorn: in a background thread or in the foreground."""

import asyncio
import socket
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import uvicorn
from attrs import frozen
from pivotal_runtime.errors import printable, shown
from uvicorn.protocols.http.h11_impl import H11Protocol

from pivotal.sandbox._serving.access import Access
from pivotal.sandbox._serving.asgi import SandboxApp
from pivotal.sandbox._serving.control import Control
from pivotal.sandbox._workspace import Workspace


class _Connections:
    """The open connections by peer, so that a fault can close one."""

    def __init__(self) -> None:
        self._by_peer: dict[tuple[str, int], asyncio.BaseTransport] = {}

    def close(self, scope: Any) -> None:
        """Close the connection of a request."""
        self._by_peer[tuple(scope["client"])].close()

    def close_all(self) -> None:
        """Close every connection."""
        for transport in self._by_peer.values():
            transport.close()

    def protocol(self) -> type[asyncio.Protocol]:
        """Return uvicorn's HTTP protocol, extended to register its connections here."""
        by_peer = self._by_peer

        class Registered(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                by_peer[transport.get_extra_info("peername")[:2]] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                by_peer.pop(self.transport.get_extra_info("peername")[:2], None)
                super().connection_lost(exc)

        return Registered


class _Server(uvicorn.Server):
    """A uvicorn server that calls `ready` once it serves, and doesn't wait for delayed responses when it stops."""

    def __init__(self, config: uvicorn.Config, open_connections: _Connections, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._open = open_connections
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call `ready`."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections, then stop."""
        self._open.close_all()
        await super().shutdown(sockets)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to a host and port. Raises OSError, which names both, if that fails."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets at once (TCP_NODELAY) only when the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError, TypeError, UnicodeError) as error:  # TypeError: of a null character
        listener.close()
        raise OSError(f"Can't listen on {printable(host)[:100]}:{shown(port)}: {str(error).rstrip('.')}.") from error
    return listener


# 0.0.0.0 stands for all addresses, and is none that a client can use.
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound


def url_of(listener: socket.socket) -> str:
    """Return the base URL of a bound socket, on this machine if it listens on all addresses."""
    bound, port = listener.getsockname()[:2]
    host = _HERE.get(bound, str(bound))
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@frozen
class Serving:
    """How a sandbox is served: with the control API or not, and by which further names it may be called."""

    control: bool = False
    allowed_hosts: Sequence[str] = ()


def _build(sandbox: Workspace, listener: socket.socket, how: Serving, ready: Callable[[], None]) -> _Server:
    connections = _Connections()
    access = Access(listener.getsockname()[0], how.allowed_hosts, sandbox.control_token)
    app = SandboxApp(sandbox, connections.close, access, Control(sandbox) if how.control else None)
    config = uvicorn.Config(
        app,
        http=connections.protocol(),
        ws="none",
        lifespan="off",
        proxy_headers=False,
        log_level="warning",
        access_log=False,
    )
    return _Server(config, connections, ready)


def run(sandbox: Workspace, listener: socket.socket, how: Serving, ready: Callable[[], None]) -> None:
    """Serve in the foreground until the process is interrupted."""
    sandbox.webhooks.start()
    try:
        _build(sandbox, listener, how, ready).run(sockets=[listener])
    finally:
        sandbox.webhooks.stop()


@contextmanager
def serving(sandbox: Workspace, host: str, port: int, how: Serving) -> Generator[str]:
    """Serve from a background thread; yield the base URL. Raises OSError if the host and port are in use."""
    listener = bind(host, port)
    ready = Event()
    server = _build(sandbox, listener, how, ready.set)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="pivotal-sandbox", daemon=True)
    sandbox.webhooks.start()
    thread.start()
    try:
        ready.wait()
        yield url_of(listener)
    finally:
        server.should_exit = True
        thread.join()
        sandbox.webhooks.stop()
