"""A dlt source that loads Pivotal into a database or a warehouse. Needs the extra: pip install "pivotal[dlt]"."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import Any

from pivotal_runtime.base_models import Model
from pivotal_runtime.columns import Kind, columns_of
from pivotal_runtime.description import OperationEntry
from pivotal_runtime.extras import needs_extra

from pivotal._arguments import flag_of
from pivotal._client import PivotalApi
from pivotal._lists import arguments_above, lists, row_model, row_schema
from pivotal.errors import NotFoundError

with needs_extra("dlt"):
    import dlt
    from dlt.common.data_types.typing import TDataType
    from dlt.common.schema.typing import TWriteDispositionConfig
    from dlt.common.typing import TSecretStrValue
    from dlt.extract import DltResource

__all__ = ["pivotal_source"]

_TYPES: dict[Kind, TDataType] = {
    "text": "text",
    "integer": "bigint",
    "number": "double",
    "boolean": "bool",
    "timestamp": "timestamp",
    "date": "date",
    "enum": "text",
    "texts": "json",
    "json": "json",
}
# Columns of each table that no record has.
_ADDED: dict[str, TDataType] = {"workspace": "text", "livemode": "bool"}

_ROWS_AT_ONCE = 100


# dlt also looks up arguments without their section, so these have the names of the SDK's variables: another
# program's BASE_URL must not receive the key.
@dlt.source(name="pivotal", section="pivotal")
def pivotal_source(
    pivotal_api_key: TSecretStrValue = dlt.secrets.value,
    pivotal_base_url: str | None = None,
    pivotal_history: bool = False,
) -> Sequence[DltResource]:
    """Load customers, contacts and onboardings: a resource, and a table, for each list of the contract.

    Each load reads everything, so that it shows updates and deletes. Incremental loading by `created_at` would miss
    both: the API sorts by nothing else, and a record that changes keeps the time of its creation.

    Each table has the contract's columns, even where all values are null, and `workspace` (the workspace's id) and
    `livemode` (whether the key was a live one). Labels are a column of JSON. Choose resources with `with_resources`.
    Contacts are listed customer by customer, which takes a request for each, several at once and below the rate limit.

    Args:
        pivotal_api_key: The key; by default dlt looks it up, such as in PIVOTAL_API_KEY or in secrets.toml.
        pivotal_base_url: Another address of the API, such as of a local server.
        pivotal_history: Keep the versions of each record (`scd2`) instead of replacing the tables.

    Example:
        >>> import dlt
        >>> from pivotal.dlt_source import pivotal_source
        >>> pipeline = dlt.pipeline("warehouse", destination="duckdb", dataset_name="pivotal")  # doctest: +SKIP
        >>> pipeline.run(pivotal_source().with_resources("customers", "onboardings"))  # doctest: +SKIP

    Documentation: https://docs.pivotal.app/api/welcome/pagination
    """
    flag_of("pivotal_history", pivotal_history)
    written: TWriteDispositionConfig = {"disposition": "merge", "strategy": "scd2"} if pivotal_history else "replace"
    walks = _Walks(PivotalApi(api_key=pivotal_api_key, base_url=pivotal_base_url).paced(), written)
    known = lists().values()
    roots = {_kind_of(entry): walks.root(entry) for entry in known if not arguments_above(entry)}
    below = [walks.below(entry, roots) for entry in known if arguments_above(entry)]
    return [*roots.values(), *below]


class _Walks:
    """The resources of one load, which share a client and what it says of the workspace."""

    def __init__(self, client: PivotalApi, written: TWriteDispositionConfig) -> None:
        self._client = client
        self._written = written

    @cached_property
    def _added(self) -> Mapping[str, Any]:
        workspace = self._client.me().organization.id
        return dict(zip(_ADDED, (workspace, self._client.mode == "live"), strict=True))

    def root(self, entry: OperationEntry) -> DltResource:
        """Return a resource that lists all records."""

        def rows() -> Iterator[Any]:
            yield dlt.mark.materialize_table_schema()  # a table is also made, or emptied, if there are no records
            yield from self._rows(entry)

        return dlt.resource(rows, **self._hints(entry))

    def below(self, entry: OperationEntry, roots: Mapping[str, DltResource]) -> DltResource:
        """Return a resource that lists the records below each record of another one."""
        [kind] = (parameter.refers_to for parameter in entry.parameters if parameter.location == "path")

        def rows(parents: list[dict[str, Any]]) -> Iterator[Any]:
            yield dlt.mark.materialize_table_schema()
            for parent in parents:
                # A record that was deleted since it was listed has nothing below it.
                with suppress(NotFoundError):
                    yield from self._rows(entry, parent["id"])

        return dlt.transformer(rows, data_from=roots[str(kind)], **self._hints(entry))

    def _hints(self, entry: OperationEntry) -> dict[str, Any]:
        types = {column.name: _TYPES[column.kind] for column in columns_of(row_model(entry))} | _ADDED
        columns = {name: {"data_type": type_, "nullable": True} for name, type_ in types.items()}
        return {"name": entry.resource, "columns": columns, "write_disposition": self._written, "parallelized": True}

    def _rows(self, entry: OperationEntry, *above: str) -> Iterator[list[dict[str, Any]]]:
        listed: Iterator[Model] = iter(getattr(getattr(self._client, entry.resource), entry.name)(*above))
        while rows := list(islice(listed, _ROWS_AT_ONCE)):
            yield [{**row.to_dict(), **self._added} for row in rows]


def _kind_of(entry: OperationEntry) -> str:
    """Return the kind of a list's rows, such as `customer`."""
    [kind] = (field.schema.enum for field in row_schema(entry).fields if field.name == "object")
    return str((kind or ("",))[0])
