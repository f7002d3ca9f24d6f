"""Check arguments of functions: each check returns the argument, or raises InvalidArgumentError with its name."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from pivotal_runtime.encoding import encode_body
from pivotal_runtime.errors import shown
from pivotal_runtime.option_checks import check_fields, kind_of

from pivotal.errors import InvalidArgumentError

T = TypeVar("T")


def path_of(name: str, value: Any) -> str:
    """Return a path as a string."""
    try:
        path = cast("object", os.fspath(value))
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise InvalidArgumentError(f"{name}: got {kind_of(value)}; pass a path as a string or a Path.")
    if not path or "\0" in path or not _is_encodable(path, "surrogateescape"):
        raise InvalidArgumentError(f"{name}: {shown(path)} can't be the path of a file; pass another.")
    return path


def text_of(name: str, value: object) -> str:
    """Return a string that can be stored."""
    if not isinstance(value, str):
        raise InvalidArgumentError(f"{name}: got {kind_of(value)}; pass a string.")
    if not is_text(value):
        raise InvalidArgumentError(f"{name}: {shown(value)} has half a surrogate pair; pass text.")
    return value


def choice_of(name: str, value: object, choices: Sequence[str]) -> str:
    """Return one of several strings."""
    if not isinstance(value, str) or value not in choices:
        raise InvalidArgumentError(f"{name}: {shown(value)}; pass {', '.join(choices[:-1])} or {choices[-1]}.")
    return value


def flag_of(name: str, value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise InvalidArgumentError(f"{name}: {shown(value)}; pass True or False.")
    return value


def count_of(name: str, value: object, most: int) -> int:
    """Return a whole number from 1 on."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise InvalidArgumentError(f"{name}: {shown(value)}; pass a whole number from 1 to {most:,}.")
    return value


def whole_of(name: str, value: object) -> int:
    """Return a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidArgumentError(f"{name}: {shown(value)}; pass a whole number.")
    return value


def instance_of(name: str, value: object, kind: type[T]) -> T:
    """Return an instance of a class."""
    if not isinstance(value, kind):
        raise InvalidArgumentError(f"{name}: got {kind_of(value)}; pass an instance of {kind.__name__}.")
    return value


def function_of(name: str, value: object) -> Callable[..., Any]:
    """Return what can be called."""
    if not callable(value) or isinstance(value, type):
        raise InvalidArgumentError(f"{name}: got {kind_of(value)}; pass a function.")
    return value


def json_of(name: str, value: object) -> bytes:
    """Return an object as JSON."""
    check_fields(name, value)
    try:
        return encode_body(cast("Mapping[str, Any]", value))
    except InvalidArgumentError as error:
        raise InvalidArgumentError(f"{name}: {error}") from error


def iterable_of(name: str, value: object) -> Iterable[Any]:
    """Return what can be iterated over."""
    if not isinstance(value, Iterable):
        raise InvalidArgumentError(f"{name}: got {kind_of(value)}; pass a list, or an iterator.")
    return cast("Iterable[Any]", value)  # type: ignore[redundant-cast]  # pyright needs it


def is_text(text: str) -> bool:
    """Return whether a string can be encoded: not with half a surrogate pair."""
    return text.isascii() or _is_encodable(text, "strict")


def _is_encodable(text: str, errors: str) -> bool:
    try:
        text.encode(errors=errors)
    except UnicodeEncodeError:
        return False
    return True
