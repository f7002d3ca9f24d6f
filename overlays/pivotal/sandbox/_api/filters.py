"""How list filters work: query parameters that select rows by a property. `resources.py` lists the filters."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from pivotal.sandbox._api.validation import Check, check_parameter, string
from pivotal.sandbox._state.ids import is_display_id
from pivotal.sandbox._state.store import Store, Table


@frozen
class Filter:
    """A query parameter that selects the objects whose property of the same name has its value.

    Args:
        name: The parameter and the property.
        check: Validates the value.
        references: The table of the object whose id the property is; then a display_id selects too.
    """

    name: str
    check: Check = string
    references: Table | None = None


def conditions(filters: Iterable[Filter], query: Mapping[str, str], store: Store) -> dict[str, Any]:
    """Return the value that each property must have, by its name.

    Raises:
        ApiError: 400 for the first filter with an invalid value.
    """
    return {filter.name: _value(filter, query, store) for filter in filters if filter.name in query}


def _value(filter: Filter, query: Mapping[str, str], store: Store) -> Any:
    value = check_parameter(query, filter.name, filter.check)
    if filter.references is None or not is_display_id(value):
        return value
    row = store.find(filter.references, value)
    return row.id if row else value
