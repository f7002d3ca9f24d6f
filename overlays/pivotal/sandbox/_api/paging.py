"""The pages of a list: limit and cursor."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from attrs import frozen
from pivotal_runtime.description import Description, OperationEntry

from pivotal._schema_checks import text_check_of
from pivotal._value_checks import Check, moment
from pivotal.sandbox._contract.checks import check_parameter

LIMIT, CURSOR = "limit", "cursor"
# What the documentation says. The contract's default, if it has one, is what our client sends.
DEFAULT_LIMIT = 25


@frozen
class Page:
    """The requested page of a list: at most `limit` rows, created before `before` (ms); None is no limit."""

    limit: int | None
    before: int | None


@frozen
class Paging:
    """How an operation reads its page from the query. A list without a cursor returns all rows.

    Args:
        check: Validates the limit; None if the operation has no cursor.
        default: The limit if none is sent.
    """

    check: Check | None
    default: int = DEFAULT_LIMIT

    def page(self, query: Mapping[str, Sequence[str]]) -> Page:
        """Return the requested page. Raises ApiError (400) if the limit or the cursor is invalid."""
        if self.check is None:
            return Page(None, None)
        limit = check_parameter(query, LIMIT, self.check)
        return Page(self.default if limit is None else int(limit), check_parameter(query, CURSOR, moment))


def paging_of(description: Description, operation: OperationEntry) -> Paging:
    """Return how an operation reads its page."""
    parameters = {entry.name: entry for entry in operation.parameters if entry.location == "query"}
    if CURSOR not in parameters:
        return Paging(None)
    if LIMIT not in parameters:
        return Paging(int)
    schema = description.resolve(parameters[LIMIT].schema)
    return Paging(text_check_of(description, schema), min(DEFAULT_LIMIT, int(schema.maximum or DEFAULT_LIMIT)))


def parse_query(query: str) -> dict[str, list[str]]:
    """Return the values of each parameter of a query."""
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    return values
