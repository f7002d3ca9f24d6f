"""Parsing of JSON or YAML text into values and their positions."""

import json
import re
from typing import Any

from attrs import frozen

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.json_values import is_array, is_object
from contract_diff.reading.positions import JsonPositions, Positions, YamlPositions
from contract_diff.reading.yaml_tree import read_yaml, real_number, whole_number

# What JSON's decoder accepts although it isn't JSON, and strings, which may contain it.
_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<constant>-?Infinity|NaN)')
# How the escape of a surrogate begins.
_SURROGATES = ("\\ud", "\\uD", "\\U0000d", "\\U0000D")


@frozen
class Parsed:
    """Parsed text: its value, and where each part of it is.

    Attributes:
        repeated: By the id of an object, the object and a key that it has twice.
    """

    name: str
    root: Any
    positions: Positions
    repeated: dict[int, tuple[Any, str]]

    def place(self, pointer: Pointer) -> str:
        """Return file, line and column of a pointer."""
        line, column = self.positions.find(pointer)
        return f"{self.name}:{line}:{column}"


def parse_text(name: str, text: str) -> Parsed:
    """Parse JSON or YAML.

    Raises:
        InputError: It is neither, or contains characters that no output can encode.

    Example:
        >>> parse_text("a.yaml", "a: [1]").place("/a/0")
        'a.yaml:1:5'
    """
    try:
        parsed = _parse_json(name, text) if text.lstrip().startswith("{") else _parse_yaml(name, text)
    except RecursionError:
        raise InputError(f"{name}: nested too deeply to be read; flatten it") from None
    if any(escape in text for escape in _SURROGATES):
        _check_text(parsed)
    return parsed


def _parse_yaml(name: str, text: str) -> Parsed:
    tree = read_yaml(name, text)
    return Parsed(name, tree.value(), YamlPositions(tree), tree.repeated)


def _parse_json(name: str, text: str) -> Parsed:
    repeated: dict[int, tuple[Any, str]] = {}

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated[id(value)] = (value, next(key for key in keys if keys.count(key) > 1))
        return value

    def reject(constant: str) -> Any:
        raise _constant_error(name, text, constant)

    def decode(parse_int: Any = int) -> Any:
        return json.loads(
            text, object_pairs_hook=make_object, parse_int=parse_int, parse_float=real_number, parse_constant=reject
        )

    try:
        try:
            root = decode()
        except json.JSONDecodeError:
            raise
        except ValueError:  # a number has more digits than Python reads by default
            root = decode(whole_number)
    except json.JSONDecodeError as error:
        return _as_yaml(name, text, error)
    return Parsed(name, root, JsonPositions(text), repeated)


def _as_yaml(name: str, text: str, error: json.JSONDecodeError) -> Parsed:
    """Parse a flow mapping of YAML, which starts as JSON does; if it is neither, report what is wrong as JSON."""
    try:
        return _parse_yaml(name, text)
    except InputError:
        raise InputError(f"{name}:{error.lineno}:{error.colno}: broken JSON, {error.msg}; correct the line") from None


def _constant_error(name: str, text: str, constant: str) -> InputError:
    start = next(match.start() for match in _CONSTANT.finditer(text) if match["constant"])
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return InputError(f"{name}:{line}:{column}: broken JSON, {constant} is not a number in JSON; write one")


def _check_text(parsed: Parsed) -> None:
    """Reject half a surrogate pair, which an escape can produce and no output can encode."""
    try:
        json.dumps(parsed.root, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        pointer = _pointer_to_surrogate(parsed.root)
        shown = pointer.encode("ascii", "backslashreplace").decode()
        raise InputError(
            f"{parsed.place(pointer)}: a string at #{shown} contains the "
            f"lone surrogate \\u{ord(error.object[error.start]):04x}; write the whole character"
        ) from None


def _pointer_to_surrogate(root: Any) -> Pointer:
    pending: list[tuple[Any, Pointer]] = [(root, "")]
    while pending:
        value, pointer = pending.pop()
        if isinstance(value, str) and _is_broken(value):
            return pointer
        if is_object(value):
            pending.extend((item, join(pointer, key)) for key, item in value.items())
            broken = next((key for key in value if _is_broken(key)), None)
            if broken is not None:
                return join(pointer, broken)
        elif is_array(value):
            pending.extend((item, join(pointer, str(index))) for index, item in enumerate(value))
    return ""


def _is_broken(string: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in string)
