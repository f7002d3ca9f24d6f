"""The error envelope: ``{error: {type, code, message, field?}}``."""

import msgspec

from pivotal.sandbox._http_messages import JSON_CONTENT, Headers, Response

# Documented, except 405 and 413: no page names them, so they use the type of a malformed request.
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
    """Return the documented error type of a status, or the nearest type for a status that has none.

    Example:
        >>> type_of(404), type_of(503)
        ('not_found', 'internal_error')
    """
    return TYPE_BY_STATUS.get(status) or TYPE_BY_STATUS[500 if status >= 500 else 400]


class ApiError(Exception):
    """An error response, raised from where the request is rejected.

    Args:
        status: The HTTP status; it decides the error's type.
        code: The machine-readable code.
        message: One sentence for people.
        field: The request property at fault, if there is one.
        headers: Headers that belong to this error; names in lower case.
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
        """Return the error as a response, in the envelope."""
        # A message may quote what UTF-8 can't express.
        message = self.message.encode(errors="replace").decode()
        detail = {"type": type_of(self.status), "code": self.code, "message": message}
        if self.field is not None:
            detail["field"] = self.field
        return Response(self.status, msgspec.json.encode({"error": detail}), {**JSON_CONTENT, **self.headers})


def locked_error() -> ApiError:
    """Return the error for a file that another process keeps locked."""
    return ApiError(500, "internal_error", "Another process keeps the sandbox's file locked; end it, or try again.")


def internal_error() -> ApiError:
    """Return the error for a failure of the sandbox itself."""
    return ApiError(500, "internal_error", "The sandbox failed; see its log.")
