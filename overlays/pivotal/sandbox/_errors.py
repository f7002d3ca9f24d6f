"""The error envelope: ``{error: {type, code, message, field?}}``."""

import msgspec

from pivotal.sandbox._messages import JSON_CONTENT, Headers, Response

# Documented, but for 405 and 413: no page names them, so they take the type of a malformed request.
TYPE_BY_STATUS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found",
    405: "invalid_request_error",
    409: "conflict",
    413: "invalid_request_error",
    429: "rate_limit_error",
    500: "internal_error",
}


def type_of(status: int) -> str:
    """The documented error type that goes with a status; the nearest one for a status that has none.

    Example:
        >>> type_of(404), type_of(503)
        ('not_found', 'internal_error')
    """
    return TYPE_BY_STATUS.get(status) or TYPE_BY_STATUS[500 if status >= 500 else 400]


class ApiError(Exception):
    """An answer that is an error.

    Args:
        status: The HTTP status; it decides the error's type.
        code: The machine-readable code.
        message: One sentence for people.
        field: The request property at fault, when there is one.
        headers: Headers that belong to this error, names in lower case.
    """

    def __init__(
        self, status: int, code: str, message: str, field: str | None = None, headers: Headers | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.headers = headers or {}

    def response(self) -> Response:
        """The envelope as a response."""
        detail = {"type": type_of(self.status), "code": self.code, "message": self.message}
        if self.field is not None:
            detail["field"] = self.field
        return Response(self.status, msgspec.json.encode({"error": detail}), {**JSON_CONTENT, **self.headers})


def internal_error() -> ApiError:
    """What is answered when the sandbox itself fails."""
    return ApiError(500, "internal_error", "The sandbox failed; its log says why.")
