"""Calls that the contract doesn't know yet, as operations."""

import re
from typing import Any

from pivotal_api.messages import Response
from pivotal_api.operations import Operation

from pivotal.errors import InvalidArgumentError

_NOT_IN_PATHS = re.compile(r"[{}?#\\\s\x00-\x1f\x7f]")


def raw_operation(method: object, path: object) -> Operation[Any]:
    """Make an operation of a method and a path. Raises InvalidArgumentError for what would lead elsewhere."""
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//") or _NOT_IN_PATHS.search(path):
        raise InvalidArgumentError(f"path {path!r}: pass a path such as /api/v1/customers, and the query as query=.")
    if any(part in (".", "..") for part in path.split("/")) or "%2e" in path.lower():
        raise InvalidArgumentError(f"path {path!r}: it has a '.' or '..' in it, and would lead elsewhere.")
    if not isinstance(method, str) or not method.isalpha() or not method.isascii():
        raise InvalidArgumentError(f"method {method!r}: pass one such as GET or POST.")
    return Operation(f"{method.upper()} {path}", method.upper(), path, object)


def unparsed(response: Response) -> Response:
    """Give the response of such a call, as it is."""
    return response
