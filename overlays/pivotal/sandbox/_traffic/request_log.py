"""The log of requests, for tests to inspect. It never contains API keys."""

from collections import deque
from collections.abc import Iterator
from typing import Any

import msgspec
from attrs import frozen
from pivotal_api.contract import load_description
from pivotal_runtime.base_models import NOT_JSON
from pivotal_runtime.description import Description

from pivotal._arguments import whole_of
from pivotal.sandbox._http_messages import Headers, Request, Response
from pivotal.sandbox._state.keys import safe_prefix
from pivotal.sandbox._traffic.operation_names import check_operation

CAPACITY = 10_000


@frozen
class LoggedRequest:
    """A request and the status of its response. `at` is in ms since the epoch."""

    at: int
    operation: str | None
    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    status: int

    def json(self) -> Any:
        """Decode the body. Raises ``msgspec.DecodeError``, UnicodeError or RecursionError if it is not JSON."""
        return msgspec.json.decode(self.body)

    def sent(self, fields: dict[str, Any]) -> bool:
        """Return whether the body is an object with at least these fields."""
        if not fields:
            return True
        try:
            body = self.json()
        except NOT_JSON:
            return False
        return isinstance(body, dict) and body | fields == body


class RequestLog:
    """The latest requests, oldest first.

    Args:
        contract: The contract with the operations; None is the one that the client was generated from.
    """

    def __init__(self, contract: Description | None = None) -> None:
        self._contract = contract or load_description()
        self._entries: deque[LoggedRequest] = deque(maxlen=CAPACITY)

    def __iter__(self) -> Iterator[LoggedRequest]:
        return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        """Forget every request."""
        self._entries.clear()

    def add(self, at: int, operation: str | None, request: Request, response: Response) -> None:
        """Log a request."""
        self._entries.append(
            LoggedRequest(
                at,
                operation,
                request.method,
                request.path,
                request.query,
                _without_secrets(request.headers),
                request.body,
                response.status,
            )
        )

    def matching(
        self, operation: str | None = None, *, status: int | None = None, **fields: Any
    ) -> list[LoggedRequest]:
        """Return the requests of an operation, with a status, whose body has these fields; omitted ones match all.

        Raises:
            ValueError: There is no such operation.
        """
        check_operation(operation, self._contract)
        return [
            entry
            for entry in self
            if operation in (None, entry.operation) and status in (None, entry.status) and entry.sent(fields)
        ]

    def assert_called(
        self, operation: str, *, times: int | None = None, status: int | None = None, **fields: Any
    ) -> list[LoggedRequest]:
        """Return the matching requests; fail unless there are `times`, or at least one if it is None.

        Raises:
            AssertionError: The number of matching requests differs.
            ValueError: There is no such operation.
        """
        if times is not None:
            whole_of("times", times)
        requests = self.matching(operation, status=status, **fields)
        if (times is None and not requests) or (times is not None and len(requests) != times):
            expected = "at least once" if times is None else f"{times} times"
            logged = ", ".join(f"{entry.method} {entry.path} {entry.status}" for entry in self) or "nothing"
            raise AssertionError(
                f"Expected {operation} {expected}, got {len(requests)} matching requests; logged: {logged}."
            )
        return requests

    def assert_not_called(self, operation: str, **fields: Any) -> None:
        """Raise AssertionError if a request matches, and ValueError if there is no such operation."""
        self.assert_called(operation, times=0, **fields)


def _without_secrets(headers: Headers) -> dict[str, str]:
    return {name: _masked(value) if name == "authorization" else value for name, value in headers.items()}


def _masked(authorization: str) -> str:
    key = authorization.rpartition(" ")[2]
    return f"Bearer {safe_prefix(key) or ''}..."
