"""The requests of a bulk job: create, change and find records, by the client's own methods."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from pivotal_runtime.base_models import Model

from pivotal._client import PivotalApi
from pivotal.bulk._rows import Row
from pivotal.bulk._targets import Target
from pivotal.errors import ConflictError, InvalidArgumentError

LISTED_AT_MOST = 1_000  # what the documentation advises to match by listing


def check_client(client: object) -> None:
    """Refuse what is not a PivotalApi. Raises InvalidArgumentError."""
    if not isinstance(client, PivotalApi):
        raise InvalidArgumentError(
            f"client: got {type(client).__name__}; pass a PivotalApi. In asyncio, run the job by asyncio.to_thread."
        )


class Records:
    """The records of a target, through a client.

    Args:
        client: The client.
        target: The resource.
    """

    def __init__(self, client: PivotalApi, target: Target) -> None:
        self._methods = getattr(client, target.resource)
        self._target = target

    def create(self, values: Mapping[str, Any], idempotency_key: str) -> Mapping[str, Any]:
        """Create a record, and return it as JSON."""
        path, fields = self._split(values)
        method = getattr(self._methods, self._target.create.name)
        return cast(Model, method(*path, **fields, options={"idempotency_key": idempotency_key})).to_dict()

    def update(self, id: str, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change a record, and return it as JSON."""
        return cast(Model, getattr(self._methods, self._target.update.name)(id, **changes)).to_dict()

    def listed(self, values: Mapping[str, Any] | None = None, **filters: Any) -> Iterable[Model]:
        """List records: all, or those below the record that the values name."""
        path = [] if values is None else [values[name] for name in self._target.list_columns]
        return cast(Iterable[Model], getattr(self._methods, self._target.list.name)(*path, **filters))

    def by_key(self, wire: str, *, all_of_them: bool) -> dict[str, list[Mapping[str, Any]]] | None:
        """Return the records by the value of a property; None if there are too many to list."""
        rows = self.listed(prefetch=True)
        found: dict[str, list[Mapping[str, Any]]] = {}
        for number, record in enumerate(rows):
            if number >= LISTED_AT_MOST and not all_of_them:
                return None
            content = record.to_dict()
            if content.get(wire) is not None:
                found.setdefault(str(content[wire]), []).append(content)
        return found

    def holder(self, row: Row, conflict: ConflictError) -> Mapping[str, Any] | None:
        """Return the record that has what the row wanted, such as its slug; None if it can't be found."""
        wire = conflict.field
        column = next((column for column in self._target.columns.values() if column.wire == wire), None)
        if wire is None or column is None or row.values.get(column.name) is None:
            return None
        wanted = str(row.values[column.name])
        filters = {name: wanted for name in _filters(self._target) if name == column.name}
        for record in self.listed(row.values, **filters):
            content = record.to_dict()
            if str(content.get(wire)).casefold() == wanted.casefold():
                return content
        return None

    def _split(self, values: Mapping[str, Any]) -> tuple[Sequence[Any], Mapping[str, Any]]:
        path = [column.name for column in self._target.columns.values() if column.in_path]
        return [values[name] for name in path], {name: value for name, value in values.items() if name not in path}


def _filters(target: Target) -> list[str]:
    return [parameter.python for parameter in target.list.parameters if parameter.location == "query"]
