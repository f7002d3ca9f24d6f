"""Lists with rows that don't match the contract: the others are read, for callers who want them."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

import msgspec

from .base_models import adopt
from .decoding import convert
from .errors import InvalidResponseError
from .http_messages import Response
from .json_errors import NOT_JSON

_ROWS = "data"


def without_invalid_rows(response: Response, kind: Any) -> Any:
    """Return the page of a response without the rows that are invalid, which `response.invalid_rows` lists then.

    Returns None if the result is not a page, or if something else in it is invalid too.
    """
    if _ROWS not in getattr(kind, "__struct_fields__", ()):
        return None
    try:
        plain = response.json()
        page = convert({**plain, _ROWS: []}, kind)
        rows = list(enumerate(cast(Sequence[Any], msgspec.convert(plain[_ROWS], list[Any]))))
    except (InvalidResponseError, *NOT_JSON, TypeError, KeyError):
        return None
    adopt(page, response)
    invalid: list[InvalidResponseError] = []
    valid = list(_read(rows, type_of_rows(kind), response, invalid))
    msgspec.structs.force_setattr(page, _ROWS, valid)
    response.invalid_rows = tuple(invalid)
    return page


def type_of_rows(kind: Any) -> Any:
    """Return the type of the rows of a page, which has some or none."""
    [field] = (field for field in msgspec.structs.fields(kind) if field.name == _ROWS)
    return get_args(field.type)[0]


def _read(
    rows: Sequence[tuple[int, Mapping[str, Any]]], kind: Any, response: Response, invalid: list[InvalidResponseError]
) -> Iterator[Any]:
    for index, plain in rows:
        try:
            row = convert(plain, kind)
        except msgspec.ValidationError as error:
            invalid.append(_error(response, index, error))
        else:
            adopt(row, response, (_ROWS, index))
            yield row


def _error(response: Response, index: int, error: msgspec.ValidationError) -> InvalidResponseError:
    problem = InvalidResponseError(f"row {index} of the page is invalid: {error}", **response.facts())
    operation = response.request.operation
    logging.getLogger("pivotal").warning("%s: row %d is left out: %s", operation, index, error)
    return problem
