"""How list filters work: query parameters that select rows by the property of the same name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from pivotal._value_checks import Check, Invalid
from pivotal.sandbox._contract.checks import invalid_value
from pivotal.sandbox._contract.defaults import UNSET
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._state.ids import is_display_id
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._state.tables import Table


@frozen
class Filter:
    """A query parameter that selects the records whose property of the same name has its value.

    Args:
        name: The parameter and the property.
        check: Validates a value.
        required: Whether a request must have it.
        references: The table of the record whose id the property is; then a display_id selects too.
        default: The value that counts if none is sent; UNSET selects all.
        separator: What separates several values; empty if the parameter is repeated; None if it takes one value.
    """

    name: str
    check: Check
    required: bool = False
    references: Table | None = None
    default: Any = UNSET
    separator: str | None = None


def conditions(filters: Iterable[Filter], query: Mapping[str, Sequence[str]], store: Store) -> dict[str, Any]:
    """Return the value that each property must have, by its name; a tuple lists several.

    Raises:
        ApiError: 400 for the first filter that is missing or has an invalid value.
    """
    filters = list(filters)
    for filter in filters:
        if filter.required and filter.name not in query:
            raise ApiError(400, "missing_field", f"{filter.name} is required.", filter.name)
    values = {filter.name: filter.default for filter in filters if filter.default is not UNSET}
    return values | {
        filter.name: _value(filter, query[filter.name], store) for filter in filters if filter.name in query
    }


def _value(filter: Filter, texts: Sequence[str], store: Store) -> Any:
    try:
        if filter.separator is None:
            return _id(filter, filter.check(texts[0]), store)
        parts = [part for text in texts for part in (text.split(filter.separator) if filter.separator else [text])]
        return tuple(_id(filter, filter.check(part), store) for part in parts)
    except Invalid as invalid:
        raise invalid_value(filter.name, invalid) from invalid


def _id(filter: Filter, value: Any, store: Store) -> Any:
    if filter.references is None or not is_display_id(str(value)):
        return value
    row = store.find(filter.references, value)
    return row.id if row else value
