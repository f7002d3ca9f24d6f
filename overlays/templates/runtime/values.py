"""What every model and enum of the contract is made of."""

# pyright: reportPrivateUsage=false
from collections import deque
from collections.abc import Mapping
from enum import StrEnum
from itertools import count, repeat
from typing import Any, ClassVar, Protocol, Self, TypeVar

import msgspec
from msgspec import UNSET as UNSET
from msgspec import UnsetType as UnsetType

from .errors import InvalidArgumentError


class OpenEnum(StrEnum):
    """A string enum that takes values which the API added after this version was made."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether the contract that this version was made from lists the value."""
        return self._value_ in type(self)._value2member_map_


class Source(Protocol):
    """Where a model was decoded from."""

    def json(self) -> Any:
        """Give the raw JSON value, parsed when first asked for."""
        ...


class _Parsed:
    def __init__(self, data: Any) -> None:
        self._data = data

    def json(self) -> Any:
        return self._data


class Model:
    """Base of the generated models: immutable values that keep response fields they don't know.

    Equality and hash go by the known fields; pickles and copies keep the unknown ones too.
    """

    __slots__ = ("_origin",)

    # Where nested models are, by field: one model, or a list of them.
    _nested: ClassVar[tuple[str, ...]] = ()
    _listed: ClassVar[tuple[str, ...]] = ()
    # The source, the path in it to a container, and the key in the container (None: the container itself).
    _origin: tuple[Source, tuple[str | int, ...], str | int | None]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build from JSON-like data. Raises InvalidArgumentError, which names the path of what is wrong."""
        try:
            return adopt(msgspec.convert(data, cls), _Parsed(data))
        except msgspec.ValidationError as error:
            raise InvalidArgumentError(f"no {cls.__name__}: {error}") from error

    @classmethod
    def from_json(cls, content: bytes | str) -> Self:
        """Build from JSON text. Raises InvalidArgumentError, which says what is wrong, and where."""
        try:
            data = msgspec.json.decode(content)
        except msgspec.DecodeError as error:
            raise InvalidArgumentError(f"no {cls.__name__}: {error}") from error
        return cls.from_dict(data)

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-like data: known and unknown fields, time stamps as ISO 8601 text."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        self._restore_extra(data)
        return data

    def to_json(self) -> bytes:
        """Give JSON text, as UTF-8."""
        return msgspec.json.encode(self.to_dict())

    @property
    def extra_fields(self) -> dict[str, Any]:
        """Fields of the response that the contract doesn't list."""
        known: tuple[str, ...] = getattr(self, "__match_args__", ())
        return {name: value for name, value in self._raw().items() if name not in known}

    @property
    def response(self) -> Any:
        """The Response that the model came with; None for one that was built or copied."""
        source = self._origin[0] if hasattr(self, "_origin") else None
        return None if isinstance(source, _Parsed) else source

    def _raw(self) -> dict[str, Any]:
        if not hasattr(self, "_origin"):
            return {}
        source, path, key = self._origin
        node = source.json()
        for step in path if key is None else (*path, key):
            node = node[step]
        return dict(node)

    def _restore_extra(self, data: dict[str, Any]) -> None:
        data.update(self.extra_fields)
        for name in self._nested:
            if isinstance(model := getattr(self, name), Model):
                model._restore_extra(data[name])
        for name in self._listed:
            for model, part in zip(getattr(self, name) or (), data.get(name) or (), strict=True):
                model._restore_extra(part)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.to_json())


def _rebuild(cls: type[Model], content: bytes) -> Model:
    return cls.from_json(content)


_ModelT = TypeVar("_ModelT", bound=Model)
_set_origin: Any = Model.__dict__["_origin"].__set__  # the slot itself: past the frozen __setattr__


def adopt(model: _ModelT, source: Source, path: tuple[str | int, ...] = ()) -> _ModelT:
    """Tell a decoded model, and the models in it, where they came from; return it."""
    _set_origin(model, (source, path, None))
    for name in model._nested:
        if isinstance(nested := getattr(model, name), Model):
            adopt(nested, source, (*path, name))
    for name in model._listed:
        items = getattr(model, name) or ()
        if items and not (items[0]._nested or items[0]._listed):
            # Without a Python-level loop: a page has up to 100 items, most of which nobody asks.
            origins = zip(repeat(source), repeat((*path, name)), count())
            deque[Any](map(_set_origin, items, origins), maxlen=0)
        else:
            for index, item in enumerate(items):
                adopt(item, source, (*path, name, index))
    return model


def extra_field(model: Model, name: str, type_: Any) -> Any:
    """Read a field of the contract whose name can't be an attribute of its class; UNSET where it is absent."""
    value = model._raw().get(name, UNSET)
    return value if value is UNSET else msgspec.convert(value, type_)
