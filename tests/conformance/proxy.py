"""Prism, an independent OpenAPI proxy, between a client and the sandbox."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pivotal._hooks import Attempt, Call, Hooks

from scripts.project import CONTRACT

PRISM = Path(__file__).parent / "prism" / "node_modules" / ".bin" / "prism"
START_SECONDS = 60


class Watch(Hooks):
    """Collects the violations that Prism reports, and the operations that were called."""

    def __init__(self) -> None:
        self.operations: set[str] = set()
        self.violations: list[str] = []

    def attempt_ended(self, call: Call, attempt: Attempt) -> None:
        """Add the violations of an attempt: Prism's own responses, and the responses that it marks."""
        self.operations.add(call.operation)
        if attempt.response is None:
            self.violations.append(f"{call.operation}: no response ({attempt.error})")
            return
        self.violations += [
            f"{call.operation}: {violation}"
            for violation in _violations(attempt.response.headers, attempt.response.content)
        ]


def _violations(headers: Mapping[str, str], content: bytes) -> list[str]:
    if headers.get("content-type", "").startswith("application/problem+json"):
        return [content.decode()]
    return [violation["message"] for violation in json.loads(headers.get("sl-violations", "[]"))]


@contextmanager
def prism(upstream: str) -> Iterator[str]:
    """Run Prism in front of a server, with the vendored contract; yield its base URL.

    Raises RuntimeError if it isn't installed or doesn't start.
    """
    if not PRISM.exists():
        raise RuntimeError("Prism is not installed in tests/conformance/prism; run `make conformance`.")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [PRISM, "proxy", CONTRACT, upstream, "--errors", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _wait_until_it_listens(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


def _wait_until_it_listens(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.terminate()
    raise RuntimeError(f"Prism didn't start: {process.communicate()[0]}")
