"""Faults as data: what goes wrong, for which requests, how often."""

import random
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pivotal.sandbox._api.routes import PATHS
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._messages import JSON_CONTENT, Request, Response

_OPERATIONS = [operation.id for methods in PATHS.values() for operation in methods.values()]
_METHODS = list(dict.fromkeys(method for methods in PATHS.values() for method in methods))
_NO_BODY = (204, 304)
_LONGEST_DELAY = 24 * 3600

_Count = Annotated[int, Meta(ge=0)]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that goes wrong with requests that match.

    Args:
        operation: Only this operationId, such as `create-customer`; None matches every one.
        method: Only this HTTP method, upper case.
        path: Only paths that begin so.
        skip: Let so many matching requests pass first.
        times: Then strike so many, at least one; None goes on until the faults are cleared.
        probability: Strike a matching request with this probability, 0 to 1, drawn from a fixed seed.
        when: `before` the request's work is done, or `after` it: then only the answer is lost.
        status: Answer with this status instead, 200 to 599; 204 and 304 have no body.
        code: The error code of that answer.
        body: The raw body of that answer; the error envelope if None.
        headers: More headers for that answer.
        delay: Seconds to wait before answering, a day at most. A POST with an idempotency key is in flight as long.
        drop: Close the connection without an answer.
        truncate: Send so many bytes of the body, then close the connection.

    Example:
        >>> Fault(operation="create-customer", status=503, times=2).times
        2
    """

    operation: str | None = None
    method: str | None = None
    path: str | None = None
    skip: _Count = 0
    times: Annotated[int, Meta(ge=1)] | None = 1
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    when: Literal["before", "after"] = "before"
    status: Annotated[int, Meta(ge=200, le=599)] | None = None
    code: str | None = None
    body: str | None = None
    headers: Mapping[str, str] = {}
    delay: Annotated[float, Meta(ge=0, le=_LONGEST_DELAY)] = 0.0
    drop: bool = False
    truncate: _Count | None = None

    def matches(self, operation: str, request: Request) -> bool:
        """Whether the fault is meant for this request."""
        return (
            self.operation in (None, operation)
            and self.method in (None, request.method)
            and request.path.startswith(self.path or "")
        )

    def replaces_work(self) -> bool:
        """Whether the request's own work is left undone."""
        return self.when == "before" and (self.status is not None or self.drop)

    def answer(self) -> Response:
        """The answer that takes the place of the real one."""
        status = self.status or 500
        error = ApiError(status, self.code or _code_of(status), f"Injected fault: {status}.").response()
        body = error.body if self.body is None else self.body.encode()
        content = dict(JSON_CONTENT) if self.body is None else {"content-type": "text/plain; charset=utf-8"}
        waiting = {"retry-after": "1"} if status == 429 else {}
        own = {name.lower(): value for name, value in self.headers.items()}
        return Response(status, b"" if status in _NO_BODY else body, {**content, **waiting, **own})

    def apply(self, response: Response) -> Response:
        """The response as the caller gets to see it."""
        seen = self.answer() if self.status is not None else response
        return Response(seen.status, seen.body, seen.headers, self.delay, self.drop, self.truncate)


def _code_of(status: int) -> str:
    return "rate_limited" if status == 429 else "injected_fault"


def _checked(fields: Mapping[str, object]) -> Fault:
    try:
        fault = msgspec.convert(fields, Fault)
    except msgspec.ValidationError as error:
        raise ValueError(f"The fault is wrong: {error}.") from error
    if fault.operation not in (None, *_OPERATIONS):
        raise ValueError(f"There is no operation {fault.operation!r}; use one of {', '.join(_OPERATIONS)}.")
    if fault.method not in (None, *_METHODS):
        raise ValueError(f"No operation has the method {fault.method!r}; use one of {', '.join(_METHODS)}.")
    return fault


class _Armed:
    """A fault with the counts of what it has still to do."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.skip = fault.skip
        self.left = fault.times

    def strike(self, chance: random.Random) -> bool:
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.left == 0 or chance.random() >= self.fault.probability:
            return False
        if self.left is not None:
            self.left -= 1
        return True


class Faults:
    """The faults that are armed. Of several that match a request, the first one added strikes."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Disarm every fault."""
        self._armed: list[_Armed] = []
        self._chance = random.Random(0)  # noqa: S311 - repeatable chance, not secrecy

    def add(self, fault: Fault | None = None, /, **fields: object) -> Fault:
        """Arm a fault, given as such or by its fields.

        Raises:
            ValueError: There is no such field, operation or method, or a value is wrong.

        Example:
            >>> Faults().add(operation="get-customer", status=500).status
            500
        """
        # A fault that is given as such has only been put together, not checked.
        fault = _checked(fields if fault is None else msgspec.structs.asdict(fault))
        self._armed.append(_Armed(fault))
        return fault

    def pending(self) -> list[Fault]:
        """The faults that can still strike."""
        return [armed.fault for armed in self._armed if armed.left != 0]

    def take(self, operation: str, request: Request) -> Fault | None:
        """The fault that strikes this request, if one does."""
        for armed in self._armed:
            if armed.fault.matches(operation, request) and armed.strike(self._chance):
                return armed.fault
        return None
