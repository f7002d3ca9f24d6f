"""What can go wrong, as one tree; `pivotal_runtime.errors` draws it.

Documentation: https://docs.pivotal.app/api/welcome/errors
"""

from pivotal_runtime.errors import APIConnectionError as APIConnectionError
from pivotal_runtime.errors import APIStatusError as APIStatusError
from pivotal_runtime.errors import APITimeoutError as APITimeoutError
from pivotal_runtime.errors import AuthenticationError as AuthenticationError
from pivotal_runtime.errors import ConflictError as ConflictError
from pivotal_runtime.errors import EmailTakenError as EmailTakenError
from pivotal_runtime.errors import IdempotencyInProgressError as IdempotencyInProgressError
from pivotal_runtime.errors import IdempotencyKeyReusedError as IdempotencyKeyReusedError
from pivotal_runtime.errors import InvalidArgumentError as InvalidArgumentError
from pivotal_runtime.errors import InvalidRequestError as InvalidRequestError
from pivotal_runtime.errors import InvalidResponseError as InvalidResponseError
from pivotal_runtime.errors import NotFoundError as NotFoundError
from pivotal_runtime.errors import PaginationError as PaginationError
from pivotal_runtime.errors import PermissionDeniedError as PermissionDeniedError
from pivotal_runtime.errors import PivotalError as PivotalError
from pivotal_runtime.errors import RateLimitError as RateLimitError
from pivotal_runtime.errors import ServerError as ServerError
from pivotal_runtime.errors import SlugTakenError as SlugTakenError
