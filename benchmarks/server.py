"""A loopback server that costs next to nothing and always says the same: one record, or a page of 100.

Started as a process of its own, so that its CPU time is not the client's.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.samples import customer, encoded, page

# What other SDKs ask for in the comparison, in the shape that they expect.
_OTHERS: dict[bytes, dict[str, Any]] = {
    b"/v1/models/sample": {"id": "sample", "object": "model", "created": 1_700_000_000, "owned_by": "sample"},
    b"/v1/customers/sample": {"id": "sample", "object": "customer", "email": "ada@aurora.example", "metadata": {}},
    b"/organizations/sample": {
        "object": "organization",
        "id": "sample",
        "name": "Aurora",
        "domains": [],
        "metadata": {},
        "external_id": None,
        "created_at": "2026-01-01T00:00:00.000Z",
        "updated_at": "2026-01-01T00:00:00.000Z",
    },
}


def _response(data: object) -> bytes:
    content = encoded(data)
    head = (
        "HTTP/1.1 200 OK\r\ndate: Sat, 01 Aug 2026 12:00:00 GMT\r\ncontent-type: application/json\r\n"
        "x-ratelimit-limit: 600\r\nx-ratelimit-remaining: 599\r\nx-ratelimit-reset: 1785585660\r\n"
        f"content-length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


class _Canned(asyncio.Protocol):
    def __init__(self, responses: dict[bytes, bytes], otherwise: bytes) -> None:
        self._responses = responses
        self._otherwise = otherwise
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        # Requests here have no body, so the head's end is the request's end.
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].partition(b"?")[0]
            self._transport.write(self._responses.get(path, self._otherwise))


async def _serve() -> None:
    responses = {path: _response(data) for path, data in _OTHERS.items()}
    responses[b"/api/v1/customers"] = _response(page(100))
    otherwise = _response(customer(1))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Canned(responses, otherwise), "127.0.0.1", 0, backlog=2_048)
    print(server.sockets[0].getsockname()[1], flush=True)
    # The parent closes our standard input when it is done, or dies.
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def canned_server() -> Iterator[str]:
    """Run the server while the block runs; give its base URL."""
    command = [sys.executable, "-m", "benchmarks.server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port:
            raise RuntimeError("The benchmark's server did not start; its error output says why.")
        yield f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    asyncio.run(_serve())
