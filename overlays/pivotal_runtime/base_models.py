"""The base classes of the contract's models and enums."""

# pyright: reportPrivateUsage=false
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, StrEnum
from functools import cache
from itertools import repeat, starmap
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import msgspec
from msgspec import UNSET as UNSET
from msgspec import UnsetType as UnsetType

from .decoding import convert, decode, decode_any
from .errors import InvalidArgumentError, InvalidResponseError, PivotalError
from .json_errors import NOT_JSON as NOT_JSON

if TYPE_CHECKING:
    from .http_messages import Response


class OpenEnum(StrEnum):
    """A string enum that accepts values which the API added after this version was released.

    `<`, `<=`, `>`, `>=` and sorting follow the order in which the contract lists the values.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    def __lt__(self, value: str, /) -> bool:
        return self._place < self._place_of(value)

    def __le__(self, value: str, /) -> bool:
        return self._place <= self._place_of(value)

    def __gt__(self, value: str, /) -> bool:
        return self._place > self._place_of(value)

    def __ge__(self, value: str, /) -> bool:
        return self._place >= self._place_of(value)

    @property
    def _place(self) -> int:
        if not self.is_known:
            raise InvalidArgumentError(
                f"{type(self).__name__} {self._value_!a} is not in this version's contract, so it has no place in the "
                f"order; test is_known first, or compare values with ==."
            )
        return type(self)._member_names_.index(self._name_)

    @classmethod
    def _place_of(cls, value: object) -> int:
        if not isinstance(value, str) or (isinstance(value, Enum) and not isinstance(value, cls)):
            raise TypeError(
                f"{cls.__name__} can't be ordered with {type(value).__name__}; compare it with its own values."
            )
        return cls(value)._place

    @property
    def is_known(self) -> bool:
        """Whether the contract of this version lists the value."""
        return self._value_ in type(self)._value2member_map_


class _LocalJSON:
    """JSON that didn't come from a response, parsed lazily."""

    __slots__ = ("_read", "_value")

    def __init__(self, read: Callable[[], Any]) -> None:
        self._read = read
        self._value = UNSET

    def json(self) -> Any:
        """Return the JSON; it is parsed once."""
        if self._value is UNSET:
            self._value = self._read()
        return self._value


def _checked(content: Any) -> bytes | str:
    """Return JSON that is bytes or a string; refuse other types with TypeError."""
    if isinstance(content, bytearray | memoryview):
        return bytes(cast(bytes, content))
    if not isinstance(content, bytes | str):
        raise TypeError(f"got {type(content).__name__}; pass JSON as bytes or a string")
    return content


# Raised for values that no JSON has, such as an int of thousands of digits or a list that contains itself.
_UNUSABLE = (TypeError, ValueError, ArithmeticError)


class _AttrsFields:
    """The fields of a struct as attrs expects them, made on first use: `attrs.evolve`, `asdict` and `fields` work."""

    @staticmethod
    @cache
    def _of(struct: type[msgspec.Struct]) -> Any:
        import attrs

        fields = {
            field.name: attrs.field(default=attrs.NOTHING if field.required else field.default, type=field.type)
            for field in msgspec.structs.fields(struct)
        }
        return attrs.fields(attrs.make_class(struct.__name__, fields))

    def __get__(self, _: object, struct: type[msgspec.Struct]) -> Any:
        return self._of(struct)


class Value(msgspec.Struct, frozen=True):
    """The base of value classes that users meet: msgspec structs, loaded already, that attrs understands too."""

    __attrs_attrs__: ClassVar[Any] = _AttrsFields()


class _Origin:
    __slots__ = ("_origin",)

    # The index in a list, or None; the source, and the path in it to the list or to the model itself.
    _origin: tuple[int | None, tuple[Any, tuple[str | int, ...]]]


# Not tracked by the garbage collector: models refer to values and to their response, which never refer back.
class Model(Value, _Origin, frozen=True, gc=False):
    """The base of the generated models: immutable values that keep response fields they don't know.

    Equality and hash compare the known fields. Pickles and copies keep the unknown fields too; `replace` and
    `attrs.evolve` drop them.
    """

    # Fields that are lists of models without models inside, and other fields that may contain models.
    _rows: ClassVar[tuple[str, ...]] = ()
    _nested: ClassVar[tuple[str, ...]] = ()
    # Fields whose names can't be attribute names.
    _renamed: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build a model from JSON-like data. Raises InvalidArgumentError with the path of the invalid value."""
        try:
            model: Self = convert(data, cls)
        except (*NOT_JSON, *_UNUSABLE) as error:
            raise InvalidArgumentError(f"not a valid {cls.__name__}: {error}") from error
        adopt(model, _LocalJSON(lambda: data))
        return model

    @classmethod
    def from_json(cls, content: bytes | str) -> Self:
        """Build a model from JSON. Raises InvalidArgumentError with the path of the invalid value."""
        try:
            model = decode(_checked(content), msgspec.json.Decoder(cls))
        except (*NOT_JSON, *_UNUSABLE) as error:
            raise InvalidArgumentError(f"not a valid {cls.__name__}: {error}") from error
        adopt_json(model, content)
        return model

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-like data: known and unknown fields, timestamps as ISO 8601 strings."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        _restore(self, data)
        return data

    def to_json(self) -> bytes:
        """Return JSON, as UTF-8."""
        return msgspec.json.encode(self.to_dict())

    def replace(self, **changes: Any) -> Self:
        """Return a copy with other values for some fields, without unknown fields and without a response.

        Args:
            changes: New values by field name. Their types are not checked.

        Raises:
            InvalidArgumentError: The model has no such field.

        Example:
            >>> client.customers.get(1).replace(name="Borealis").name
            'Borealis'
        """
        if unknown := changes.keys() - set(self.__struct_fields__):
            names, fields = ", ".join(map(ascii, sorted(unknown))), ", ".join(self.__struct_fields__)
            raise InvalidArgumentError(f"{type(self).__name__} has no field {names}; its fields are {fields}.")
        return msgspec.structs.replace(self, **changes)

    def __repr__(self) -> str:
        from .model_reprs import model_repr  # no call needs it

        return model_repr(self)

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return the same for rich."""
        from .model_reprs import shown_fields

        return shown_fields(self)

    def _repr_html_(self) -> str:
        """Return a table for notebooks."""
        from .notebooks import model_table  # nothing but a notebook needs it

        return model_table(type(self).__name__, [(name, getattr(self, name)) for name in self.__struct_fields__])

    @property
    def extra_fields(self) -> dict[str, Any]:
        """The fields of the response that the contract doesn't list."""
        return {name: value for name, value in self._unmapped().items() if name not in self._renamed}

    def _unmapped(self) -> dict[str, Any]:
        return {name: value for name, value in self._raw().items() if name not in self.__struct_fields__}

    @property
    def response(self) -> "Response":
        """The Response that contained the model. Raises PivotalError for a model that was built or copied."""
        source = self._origin[1][0] if hasattr(self, "_origin") else None
        if source is None or isinstance(source, _LocalJSON):
            raise PivotalError(f"This {type(self).__name__} was built or copied, so it has no response.")
        return cast("Response", source)

    def _raw(self) -> dict[str, Any]:
        if not hasattr(self, "_origin"):
            return {}
        index, (source, path) = self._origin
        node = source.json()
        for step in path if index is None else (*path, index):
            node = node[step]
        return dict(node)

    def __hash__(self) -> int:
        values = (getattr(self, name) for name in self.__struct_fields__)
        return hash((type(self), *(value for value in values if not isinstance(value, list | dict))))

    def __copy__(self) -> Self:
        return self.from_json(self.to_json())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_json, (self.to_json(),)


def _restore(value: Any, data: Any) -> None:
    if isinstance(value, Model):
        data.update(value._unmapped())
        for name in (*value._nested, *value._rows):
            _restore(getattr(value, name), data.get(name))
    elif isinstance(value, list):
        for item, plain in zip(cast(Sequence[Any], value), data, strict=True):
            _restore(item, plain)
    elif isinstance(value, dict):
        for key, item in cast(Mapping[str, Any], value).items():
            _restore(item, data[key])


_set_origin: Any = _Origin.__dict__["_origin"].__set__  # the slot itself: past the frozen __setattr__


def adopt(value: Any, source: "Response | _LocalJSON", path: tuple[str | int, ...] = ()) -> None:
    """Record where decoded models, and the models inside them, came from."""
    if isinstance(value, Model):
        _set_origin(value, (None, (source, path)))
        for name in value._nested:
            adopt(getattr(value, name), source, (*path, name))
        for name in value._rows:
            # No loop in Python: a page has up to 100 rows, and few of them are ever asked for their origin.
            origins = enumerate(repeat((source, (*path, name))))
            deque(starmap(_set_origin, zip(getattr(value, name), origins, strict=False)), maxlen=0)
    elif isinstance(value, list):
        for index, item in enumerate(cast(Sequence[Any], value)):
            adopt(item, source, (*path, index))
    elif isinstance(value, dict):
        for key, item in cast(Mapping[str, Any], value).items():
            adopt(item, source, (*path, key))


def adopt_json(model: Model, content: bytes | str) -> None:
    """Record the JSON that a model was decoded from, so that it keeps the fields that it doesn't know."""
    adopt(model, _LocalJSON(lambda: _whole(content)))


def _whole(content: bytes | str) -> Any:
    """Return all of the JSON that a model was decoded from. What the model doesn't know may be no value of Python's."""
    try:
        return decode_any(content)
    except NOT_JSON as error:
        raise InvalidResponseError(f"not JSON: {error}") from error


def extra_field(model: Model, name: str, type_: Any) -> Any:
    """Return a field whose name can't be an attribute of its class; UNSET if it is absent."""
    raw = model._raw().get(name, UNSET)
    if raw is UNSET:
        return raw
    try:
        value = convert(raw, type_)
    except NOT_JSON as error:
        raise InvalidResponseError(f"field {name}: {error}") from error
    adopt(value, _LocalJSON(lambda: raw))
    return value
