"""Parsing of JSON or YAML text into values and their positions."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from attrs import frozen

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.json_values import is_array, is_object
from contract_diff.core.limits import CONTRACT, Limits
from contract_diff.core.positions import JsonPositions, Positions, YamlPositions
from contract_diff.core.yaml_size import too_deep, too_many
from contract_diff.core.yaml_tree import BrokenYamlError, read_yaml, real_number, whole_number

# A string of JSON, which may contain what the other alternative looks for; one without an end has the rest.
_STRING = r'(?s:"[^"\\]*+(?:\\.[^"\\]*+)*+"?)'
# What JSON's decoder accepts although it isn't JSON.
_CONSTANT = re.compile(_STRING + r"|(?P<constant>-?Infinity|NaN)")
# What is before each value but the topmost.
_SEPARATOR = re.compile(_STRING + r"|(?P<separator>,|[\[{](?!\s*[\]}]))")
_BRACKET = re.compile(_STRING + r"|(?P<opening>[\[{])|[\]}]")
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


# The token of a value within its container, and the link of the container.
Link = tuple[str, Any] | None


def parse_text(name: str, text: str, limits: Limits = CONTRACT) -> Parsed:
    """Parse JSON or YAML.

    Args:
        name: What an error message calls it.
        text: The text.
        limits: What it is refused for.

    Raises:
        InputError: It is neither, exceeds its limits, or contains characters that no output can encode.

    Example:
        >>> parse_text("a.yaml", "a: [1]").place("/a/0")
        'a.yaml:1:5'
    """
    try:
        is_json = text.lstrip().startswith("{")
        parsed = _parse_json(name, text, limits) if is_json else _parse_yaml(name, text, limits)
    except RecursionError:
        raise InputError(f"{name}: nested too deeply to be read; flatten it") from None
    _check_limits(parsed, limits)
    if any(escape in text for escape in _SURROGATES):
        _check_text(parsed)
    return parsed


def _parse_yaml(name: str, text: str, limits: Limits) -> Parsed:
    tree = read_yaml(name, text, limits)
    return Parsed(name, tree.value(), YamlPositions(tree), tree.repeated)


def _parse_json(name: str, text: str, limits: Limits) -> Parsed:
    _count_values(name, text, limits)
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
        return _as_yaml(name, text, error, limits)
    except RecursionError:
        raise too_deep(name, limits, _deep_line(text, limits)) from None
    return Parsed(name, root, JsonPositions(text), repeated)


def _count_values(name: str, text: str, limits: Limits) -> None:
    """Count the values of JSON before they take memory."""
    if sum(map(text.count, ",[{")) <= limits.values:
        return
    separators = (match for match in _SEPARATOR.finditer(text) if match["separator"])
    if len(list(islice(separators, limits.values + 1))) > limits.values:
        raise too_many(name, limits)


def _deep_line(text: str, limits: Limits) -> int:
    """Return the line of the first value of JSON that is below too many others."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match["opening"]:
            depth += 1
        elif match[0] in "]}":
            depth -= 1
        if depth > limits.depth:
            return text.count("\n", 0, match.start()) + 1
    return 1


def _check_limits(parsed: Parsed, limits: Limits) -> None:
    """Reject levels, numbers and names beyond the limits."""
    largest = 10**limits.digits
    level: list[tuple[Any, Link]] = [(parsed.root, None)]
    depth = 0
    while level:
        depth += 1
        below: list[tuple[Any, Link]] = []
        for container, link in level:
            for key, item in _items(container):
                if len(key) > limits.key:
                    owner = pointer_of(link)
                    problem = f"has a property whose name has {len(key):,} characters, more than {limits.key:,}"
                    raise InputError(f"{parsed.place(owner)}: #{owner} {problem}; shorten it")
                if isinstance(item, (dict, list)):
                    below.append((item, (key, link)))
                elif isinstance(item, int) and not -largest < item < largest:
                    pointer = pointer_of((key, link))
                    problem = f"is a number of more than {limits.digits} digits"
                    raise InputError(f"{parsed.place(pointer)}: #{pointer} {problem}; write a smaller one")
        if depth > limits.depth:
            raise too_deep(parsed.name, limits, parsed.positions.find(pointer_of(level[0][1])).line)
        level = below


def _items(container: Any) -> Iterator[tuple[str, Any]]:
    if is_object(container):
        return iter(container.items())
    return ((str(index), item) for index, item in enumerate(container)) if is_array(container) else iter(())


def pointer_of(link: Link) -> Pointer:
    """Return the pointer of a value by its link."""
    tokens: list[str] = []
    while link is not None:
        tokens.append(link[0])
        link = link[1]
    return join("", *reversed(tokens))


def _as_yaml(name: str, text: str, error: json.JSONDecodeError, limits: Limits) -> Parsed:
    """Parse a flow mapping of YAML, which starts as JSON does; if it is neither, report what is wrong as JSON."""
    try:
        return _parse_yaml(name, text, limits)
    except BrokenYamlError:
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
