"""Faults, as data: what goes wrong, for which requests, how often."""

import random
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from pivotal_api.contract import load_description
from pivotal_runtime.description import Description
from pivotal_runtime.errors import printable, shown

from pivotal._arguments import instance_of, is_text
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import JSON_CONTENT, Request, Response
from pivotal.sandbox._traffic.operation_names import check_operation

_NO_BODY = (204, 304)
_LONGEST_DELAY = 24 * 3600
_LONGEST_TEXT = 300  # of a message that quotes a value

_Count = Annotated[int, Meta(ge=0)]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A failure of the requests that match.

    Args:
        operation: Match only this operationId, such as `create-customer`; None matches all operations.
        method: Match only this HTTP method, in upper case.
        path: Match only paths that start with this.
        skip: The number of matching requests that pass first.
        times: The number of requests that fail after that, at least 1; None continues until the faults are cleared.
        probability: The probability that a matching request fails, 0 to 1, drawn from a fixed seed.
        when: Fail `before` the request's work is done, or `after` it, so that only the response is lost.
        status: Respond with this status instead, 200 to 599; 204 and 304 have no body.
        code: The error code of that response.
        body: The raw body of that response; None sends the error envelope.
        headers: Additional headers of that response.
        delay: Seconds to wait before the response, at most a day. A POST with an idempotency key is in flight as long.
            A client in the same process waits on the sandbox's clock, which takes no time; over HTTP the wait is real.
        drop: Close the connection without a response.
        truncate: Send this number of bytes of the body, then close the connection.

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
        """Return whether the fault matches this request."""
        return (
            self.operation in (None, operation)
            and self.method in (None, request.method)
            and request.path.startswith(self.path or "")
        )

    def replaces_work(self) -> bool:
        """Return whether the request's own work is not done."""
        return self.when == "before" and (self.status is not None or self.drop)

    def response(self) -> Response:
        """Return the response that replaces the real one."""
        status = self.status or 500
        error = ApiError(status, self.code or _code_of(status), f"Injected fault: {status}.").response()
        body = error.body if self.body is None else self.body.encode()
        content = dict(JSON_CONTENT) if self.body is None else {"content-type": "text/plain; charset=utf-8"}
        retry = {"retry-after": "1"} if status == 429 else {}
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Response(status, b"" if status in _NO_BODY else body, {**content, **retry, **headers})

    def apply(self, response: Response) -> Response:
        """Return the response as the caller receives it."""
        final = self.response() if self.status is not None else response
        return Response(final.status, final.body, final.headers, self.delay, self.drop, self.truncate)


def _code_of(status: int) -> str:
    return "rate_limited" if status == 429 else "injected_fault"


def _checked(fields: Mapping[str, object], contract: Description) -> Fault:
    try:
        fault = msgspec.convert(fields, Fault)
    except (msgspec.ValidationError, UnicodeError, RecursionError) as error:
        raise ValueError(f"The fault is invalid: {printable(str(error))[:_LONGEST_TEXT]}.") from error
    for text in (fault.body, fault.code, fault.path, *fault.headers, *fault.headers.values()):
        if text is not None and not is_text(text):
            raise ValueError(f"The fault is invalid: {shown(text)} has half a surrogate pair.")
    check_operation(fault.operation, contract)
    methods = list(dict.fromkeys(operation.method for operation in contract.operations))
    if fault.method not in (None, *methods):
        raise ValueError(f"No operation has the method {shown(fault.method)}; use one of {', '.join(methods)}.")
    return fault


class _Armed:
    """A fault with the counts of requests that it still skips and fails."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.skip = fault.skip
        self.left = fault.times

    def strikes(self, chance: random.Random) -> bool:
        """Return whether the fault fails the next matching request, and count that request."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.left == 0 or chance.random() >= self.fault.probability:
            return False
        if self.left is not None:
            self.left -= 1
        return True


class Faults:
    """The armed faults. If several match a request, the one added first strikes.

    Args:
        contract: The contract with the operations; None is the one that the client was generated from.
    """

    def __init__(self, contract: Description | None = None) -> None:
        self._contract = contract or load_description()
        self.clear()

    def clear(self) -> None:
        """Disarm every fault."""
        self._armed: list[_Armed] = []
        self._chance = random.Random(0)  # noqa: S311 - repeatable chance, not secrecy

    def add(self, fault: Fault | None = None, /, **fields: object) -> Fault:
        """Arm a fault, passed as a Fault or as its fields.

        Raises:
            ValueError: A field, operation or method does not exist, or a value is invalid.

        Example:
            >>> Faults().add(operation="get-customer", status=500).status
            500
        """
        # Creating a Fault does not validate it.
        own = fields if fault is None else msgspec.structs.asdict(instance_of("fault", fault, Fault))
        fault = _checked(own, self._contract)
        self._armed.append(_Armed(fault))
        return fault

    def pending(self) -> list[Fault]:
        """Return the faults that can still strike."""
        return [armed.fault for armed in self._armed if armed.left != 0]

    def take(self, operation: str, request: Request) -> Fault | None:
        """Return the fault that strikes this request, if any, and count the request."""
        for armed in self._armed:
            if armed.fault.matches(operation, request) and armed.strikes(self._chance):
                return armed.fault
        return None
