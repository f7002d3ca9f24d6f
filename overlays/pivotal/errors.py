"""What can go wrong, as one tree; `pivotal_api.errors` draws it.

Documentation: https://docs.pivotal.app/api/welcome/errors
"""

from pivotal_api.errors import APIConnectionError as APIConnectionError
from pivotal_api.errors import APIStatusError as APIStatusError
from pivotal_api.errors import APITimeoutError as APITimeoutError
from pivotal_api.errors import AuthenticationError as AuthenticationError
from pivotal_api.errors import ConflictError as ConflictError
from pivotal_api.errors import EmailTakenError as EmailTakenError
from pivotal_api.errors import IdempotencyInProgressError as IdempotencyInProgressError
from pivotal_api.errors import IdempotencyKeyReusedError as IdempotencyKeyReusedError
from pivotal_api.errors import InvalidArgumentError as InvalidArgumentError
from pivotal_api.errors import InvalidRequestError as InvalidRequestError
from pivotal_api.errors import InvalidResponseError as InvalidResponseError
from pivotal_api.errors import NotFoundError as NotFoundError
from pivotal_api.errors import PaginationError as PaginationError
from pivotal_api.errors import PermissionDeniedError as PermissionDeniedError
from pivotal_api.errors import PivotalError as PivotalError
from pivotal_api.errors import RateLimitError as RateLimitError
from pivotal_api.errors import ServerError as ServerError
from pivotal_api.errors import SlugTakenError as SlugTakenError
