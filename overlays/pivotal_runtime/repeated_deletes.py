"""A DELETE that is repeated after its answer was lost, and then answers 404: an earlier attempt deleted the record."""

from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from .base_models import adopt
from .error_responses import status_error
from .http_messages import Response


def has_deleted_before(response: Response) -> bool:
    """Return whether a response shows that an earlier attempt of the same call deleted the record.

    The 404 must be the API's own, with its envelope: that of a proxy doesn't mean that the record is deleted.
    """
    request = response.request
    repeated = request.method == "DELETE" and request.may_have_arrived and response.status == 404
    return repeated and status_error(response).type == "not_found"


def result_of_deleted(response: Response, expected: Any) -> Any:
    """Return the result of such a response. Only the id that was passed is known.

    Raises:
        NotFoundError: The expected result consists of more than ids.
    """
    if expected in (bytes, str):
        return expected()
    passed = unquote(urlsplit(response.request.url).path.rpartition("/")[2])
    known: dict[str, Any] = {"object": "deleted", "deleted": True, "id": passed}
    if passed.isascii() and passed.isdigit():
        known["display_id"] = int(passed)
    try:
        result = msgspec.convert(None if expected is type(None) else known, expected)
    except msgspec.ValidationError as error:
        raise status_error(response) from error
    adopt(result, response)
    return result
