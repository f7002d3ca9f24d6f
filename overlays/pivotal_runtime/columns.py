"""The columns of a table of models. Their types come from the contract's, never from the rows."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, cast, get_type_hints

import msgspec
from msgspec import inspect
from msgspec.structs import replace

from .base_models import Model, Value
from .errors import PivotalError

# The column of the fields that the contract doesn't list, and the attribute of a model that has them.
EXTRA_FIELDS = "extra_fields"
Kind = Literal["text", "integer", "number", "boolean", "timestamp", "date", "enum", "texts", "json"]

_KINDS: dict[type[inspect.Type], Kind] = {
    inspect.StrType: "text",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.DateTimeType: "timestamp",
    inspect.DateType: "date",
}
# Types without a kind of their own whose text is their form in JSON.
_SHOWN = (inspect.UUIDType, inspect.TimeType)


class Column(Value, frozen=True):
    """A column for a field of a model.

    Attributes:
        kind: What the values are; `json` is the JSON text of any other value.
        name: The name on the wire.
        attribute: The attribute of the model.
        optional: Whether a model may have UNSET instead of a value.
        values: The values that the contract lists for an enum, in its order.
        convert: Makes text of a value; None if the value is one of its kind.
    """

    kind: Kind
    name: str = ""
    attribute: str = ""
    optional: bool = False
    values: tuple[str, ...] = ()
    convert: Callable[[Any], str] | None = None


def columns_of(row: Any) -> tuple[Column, ...]:
    """Return the columns for the rows of a list. Raises PivotalError if its rows are no models.

    Args:
        row: The type of the rows.

    Example:
        >>> from pivotal_api.models import Contact
        >>> [column.kind for column in columns_of(Contact) if column.name in ("labels", "created_at")]
        ['texts', 'timestamp']
    """
    if not (isinstance(row, type) and issubclass(row, Model)):
        raise PivotalError(f"The rows of this list are {row}, which has no columns; use to_list().")
    return (*_fields(row), *_properties(row))


def json_text(value: Any) -> str:
    """Return a value as JSON."""
    return msgspec.json.encode(value).decode()


def _fields(row: type[Model]) -> Iterator[Column]:
    for field in cast(inspect.StructType, inspect.type_info(row)).fields:
        yield replace(_column(field.type), name=field.encode_name, attribute=field.name, optional=not field.required)


def _properties(row: type[Model]) -> Iterator[Column]:
    """Yield the columns of fields whose names can't be attributes: the class has a property for each."""
    properties = [(name, value) for name, value in vars(row).items() if isinstance(value, property)]
    for wire, (name, value) in zip(row._renamed, properties, strict=True):  # pyright: ignore[reportPrivateUsage]
        type_ = inspect.type_info(get_type_hints(value.fget)["return"])
        yield replace(_column(type_), name=wire, attribute=name, optional=True)


def _column(type_: inspect.Type) -> Column:
    """Return the column of a type, which has no name yet."""
    kinds = type_.types if isinstance(type_, inspect.UnionType) else (type_,)
    types = [kind for kind in kinds if not isinstance(kind, inspect.NoneType)]
    if len(types) != 1:
        return Column(kind="json", convert=json_text)
    [only] = types
    if isinstance(only, inspect.EnumType) and all(isinstance(member.value, str) for member in only.cls):
        return Column(kind="enum", values=tuple(member.value for member in only.cls))
    if isinstance(only, inspect.LiteralType) and all(isinstance(value, str) for value in only.values):
        return Column(kind="text")
    if isinstance(only, inspect.ListType) and isinstance(only.item_type, inspect.StrType):
        return Column(kind="texts")
    if isinstance(only, _SHOWN):
        return Column(kind="text", convert=str)
    kind = _KINDS.get(type(only), "json")
    return Column(kind=kind, convert=json_text if kind == "json" else None)
