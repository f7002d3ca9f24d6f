"""Calls of operations that the contract doesn't list yet."""

import re
from typing import Any

from pivotal_runtime.errors import shown
from pivotal_runtime.http_messages import Response
from pivotal_runtime.operations import CallParts, Operation
from pivotal_runtime.option_checks import check_fields

from pivotal.errors import InvalidArgumentError

_NOT_IN_PATHS = re.compile(r"[{}?#\\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_FOR_PATHS = frozenset({"CONNECT", "TRACE"})  # CONNECT opens a tunnel, TRACE echoes the key


def raw_operation(method: object, path: object, parts: CallParts) -> Operation[Any]:
    """Return an operation for a method and a path. Raises InvalidArgumentError for values that can't be sent."""
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//") or _NOT_IN_PATHS.search(path):
        raise InvalidArgumentError(f"path {shown(path)}: pass one such as /api/v1/customers, and the query as query=.")
    if any(part in (".", "..") for part in path.split("/")) or "%2e" in path.lower():
        raise InvalidArgumentError(f"path {shown(path)}: contains '.' or '..', which would lead to another path.")
    if not isinstance(method, str) or not re.fullmatch("[A-Za-z]+", method) or method.upper() in _NOT_FOR_PATHS:
        raise InvalidArgumentError(f"method {shown(method)}: pass one such as GET or POST.")
    for group in ("query", "headers", "body"):
        if (fields := parts.get(group)) is not None:
            check_fields(group, fields)
    return Operation(f"{method.upper()} {path}", method.upper(), path, object)


def unparsed(response: Response) -> Response:
    """Return the response unchanged."""
    return response
