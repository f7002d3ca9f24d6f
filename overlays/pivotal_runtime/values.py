"""What every model and enum of the contract is made of."""

# pyright: reportPrivateUsage=false
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import repeat, starmap
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

import msgspec
from msgspec import UNSET as UNSET
from msgspec import UnsetType as UnsetType

from .errors import InvalidArgumentError, InvalidResponseError, PivotalError

if TYPE_CHECKING:
    from .messages import Response

NOT_JSON = (msgspec.DecodeError, UnicodeError, RecursionError)


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


class _Given:
    """JSON that came in no response, read when somebody asks."""

    def __init__(self, read: Callable[[], Any]) -> None:
        self.json = cache(read)


class _AttrsFields:
    """What makes a model a class of attrs too: `attrs.evolve`, `asdict` and `fields` work. Made when asked for."""

    @staticmethod
    @cache
    def _of(model: type["Model"]) -> Any:
        import attrs

        fields = {
            one.name: attrs.field(default=attrs.NOTHING if one.required else one.default, type=one.type)
            for one in msgspec.structs.fields(model)
        }
        return attrs.fields(attrs.make_class(model.__name__, fields))

    def __get__(self, _: object, model: type["Model"]) -> Any:
        return self._of(model)


class _Origin:
    __slots__ = ("_origin",)

    # The place in a list, or None; the source, and the path in it to the list or to the model itself.
    _origin: tuple[int | None, tuple[Any, tuple[str | int, ...]]]


# Without the garbage collector: models refer to values and to their response, which never refer to them.
class Model(msgspec.Struct, _Origin, frozen=True, gc=False):
    """Base of the generated models: immutable values that keep response fields they don't know.

    Equality and hash go by the known fields; pickles and copies keep the unknown ones too.
    `msgspec.structs.replace(model, name="Aurora")` or `attrs.evolve` gives a changed one, without them.
    """

    __attrs_attrs__: ClassVar[Any] = _AttrsFields()

    # The fields that hold lists of models without further models in them, and others that may hold models.
    _rows: ClassVar[tuple[str, ...]] = ()
    _nested: ClassVar[tuple[str, ...]] = ()
    # The fields whose names can't be those of attributes.
    _renamed: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build from JSON-like data. Raises InvalidArgumentError, which names the path of what is wrong."""
        try:
            model = msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            raise InvalidArgumentError(f"no {cls.__name__}: {error}") from error
        adopt(model, _Given(lambda: data))
        return model

    @classmethod
    def from_json(cls, content: bytes | str) -> Self:
        """Build from JSON text. Raises InvalidArgumentError, which says what is wrong, and where."""
        try:
            model = msgspec.json.decode(content, type=cls)
        except NOT_JSON as error:
            raise InvalidArgumentError(f"no {cls.__name__}: {error}") from error
        adopt(model, _Given(lambda: msgspec.json.decode(content)))
        return model

    def to_dict(self) -> dict[str, Any]:
        """Give JSON-like data: known and unknown fields, time stamps as ISO 8601 text."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        _restore(self, data)
        return data

    def to_json(self) -> bytes:
        """Give JSON text, as UTF-8."""
        return msgspec.json.encode(self.to_dict())

    @property
    def extra_fields(self) -> dict[str, Any]:
        """Fields of the response that the contract doesn't list."""
        return {name: value for name, value in self._beside().items() if name not in self._renamed}

    def _beside(self) -> dict[str, Any]:
        return {name: value for name, value in self._raw().items() if name not in self.__struct_fields__}

    @property
    def response(self) -> "Response":
        """The Response that the model came with. Raises PivotalError for one that was built or copied."""
        source = self._origin[1][0] if hasattr(self, "_origin") else None
        if source is None or isinstance(source, _Given):
            raise PivotalError(f"This {type(self).__name__} was built or copied: no response came with it.")
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
        data.update(value._beside())
        for name in (*value._nested, *value._rows):
            _restore(getattr(value, name), data.get(name))
    elif isinstance(value, list):
        for item, part in zip(cast(Sequence[Any], value), data, strict=True):
            _restore(item, part)


_set_origin: Any = _Origin.__dict__["_origin"].__set__  # the slot itself: past the frozen __setattr__


def adopt(value: Any, source: "Response | _Given", path: tuple[str | int, ...] = ()) -> None:
    """Tell decoded models, and the models in them, where they came from."""
    if isinstance(value, Model):
        _set_origin(value, (None, (source, path)))
        for name in value._nested:
            adopt(getattr(value, name), source, (*path, name))
        for name in value._rows:
            # Without a Python-level loop: a page has up to 100 rows, most of which nobody asks.
            origins = enumerate(repeat((source, (*path, name))))
            deque(starmap(_set_origin, zip(getattr(value, name), origins, strict=False)), maxlen=0)
    elif isinstance(value, list):
        for index, item in enumerate(cast(Sequence[Any], value)):
            adopt(item, source, (*path, index))


def extra_field(model: Model, name: str, type_: Any) -> Any:
    """Read a field of the contract whose name can't be an attribute of its class; UNSET where it is absent."""
    raw = model._raw().get(name, UNSET)
    if raw is UNSET:
        return raw
    try:
        value = msgspec.convert(raw, type_)
    except msgspec.ValidationError as error:
        raise InvalidResponseError(f"field {name}: {error}") from error
    adopt(value, _Given(lambda: raw))
    return value
