"""Columns: the fields of a record, those of nested objects by dotted names."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from pivotal_runtime.description import Description, Field, Schema

from pivotal.cli._exits import CommandError

Record = Mapping[str, Any]
_MOST_IN_A_TABLE = 8
_LESS_WANTED = ("object", "id", "created_at", "updated_at")


def all_columns(description: Description, schema: Schema | None) -> list[str]:
    """Return the columns that the contract knows of a record, in its order."""
    return [] if schema is None else list(_leaves(description, description.resolve(schema).fields, ""))


def _leaves(description: Description, fields: Sequence[Field], prefix: str) -> Iterable[str]:
    for field in fields:
        inner = description.resolve(field.schema).fields
        yield from _leaves(description, inner, f"{prefix}{field.name}.") if inner else (f"{prefix}{field.name}",)


def table_columns(columns: Sequence[str]) -> list[str]:
    """Return the columns that a table of records shows unless others are chosen: those that people read."""
    wanted = [name for name in columns if name not in _LESS_WANTED and not name.endswith("_id")]
    short = ["display_id"] if "display_id" in columns else []
    return (short + wanted)[:_MOST_IN_A_TABLE] or list(columns)


def chosen_columns(text: str, known: Sequence[str]) -> list[str]:
    """Return the columns that `--columns` names. Raises CommandError for one that no record has."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if known and not any(_covers(column, name) for column in known)]
    if unknown or not names:
        named = f"there is no {', '.join(unknown)}" if unknown else "no column is named"
        raise CommandError(f"--columns: {named}; the columns are {', '.join(known)}.")
    return names


def _covers(column: str, name: str) -> bool:
    """Return whether a name is a column, lies in it, or contains it."""
    return name == column or name.startswith(f"{column}.") or column.startswith(f"{name}.")


def value_at(record: Record, column: str) -> Any:
    """Return the value of a column; None where the record has none.

    Example:
        >>> value_at({"api_key": {"name": "CI"}}, "api_key.name")
        'CI'
    """
    value: Any = record
    for name in column.split("."):
        value = cast(Record, value).get(name) if isinstance(value, Mapping) else None
    return value


def picked(record: Record, columns: Sequence[str]) -> Record:
    """Return the chosen columns of a record."""
    return {column: value_at(record, column) for column in columns}


def flattened(record: Record, prefix: str = "") -> dict[str, Any]:
    """Return a record with the fields of nested objects under dotted names."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping) and value:
            flat |= flattened(cast(Record, value), f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def cell(value: Any) -> str:
    """Return a value as the text of a cell: nothing for null, JSON for lists and objects."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
