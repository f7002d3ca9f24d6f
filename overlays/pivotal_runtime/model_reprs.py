"""Short reprs of models: long values are cut, nested models are their id, UNSET is left out, and keys are masked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Any, cast

from msgspec import UNSET, Struct

from .errors import redact

_LONGEST = 80  # characters of a value
_MOST = 3  # items of a list


class _Shown(str):
    """A value as it is shown, without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def model_repr(model: Struct) -> str:
    """Return the repr of a model."""
    return f"{type(model).__name__}({', '.join(f'{name}={value!r}' for name, value in shown_fields(model))})"


def shown_fields(model: Struct) -> list[tuple[str, Any]]:
    """Return the fields that are shown, with a short value for each."""
    fields = ((name, getattr(model, name)) for name in model.__struct_fields__)
    return [(name, _short(value)) for name, value in fields if value is not UNSET]


def _short(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return _cut(redact(value))
    if isinstance(value, datetime):
        return _Shown(value.isoformat().replace("+00:00", "Z"))
    if isinstance(value, Struct):
        return _Shown(f"{type(value).__name__}({_short_id(value)})")
    if isinstance(value, list):
        return _short_list(cast(Sequence[Any], value))
    return _Shown(_cut(redact(repr(dict(cast(Mapping[str, Any], value)))))) if isinstance(value, dict) else value


def _short_id(model: Struct) -> str:
    id = getattr(model, "id", UNSET)
    return "..." if id is UNSET else f"id={_short(id)!r}"


def _short_list(values: Sequence[Any]) -> _Shown:
    shown = [repr(_short(value)) for value in islice(values, _MOST)]
    more = len(values) - len(shown)
    return _Shown(f"[{', '.join([*shown, f'... {more} more'] if more else shown)}]")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
