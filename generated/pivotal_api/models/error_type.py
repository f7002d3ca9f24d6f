# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import Literal, TypeAlias

from pivotal_runtime.base_models import OpenEnum

ErrorTypeValue: TypeAlias = Literal[
    "invalid_request_error",
    "authentication_error",
    "permission_error",
    "rate_limit_error",
    "not_found",
    "conflict",
    "internal_error",
]


class ErrorType(OpenEnum):
    """The documented kinds of error. Each goes with one HTTP status.

    A value that this version doesn't know is accepted and kept.
    """

    INVALID_REQUEST_ERROR = "invalid_request_error"
    AUTHENTICATION_ERROR = "authentication_error"
    PERMISSION_ERROR = "permission_error"
    RATE_LIMIT_ERROR = "rate_limit_error"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    INTERNAL_ERROR = "internal_error"
