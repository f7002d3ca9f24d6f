"""YAML as JSON values: scalars by the core schema of YAML 1.2, with the nodes that mark their places."""

import math
import re
from typing import Any

import yaml

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, join

TAG = "tag:yaml.org,2002:"
MERGE = f"{TAG}merge"
MAX_DIGITS = 1000
# How many values aliases may repeat: each is written once, and costs as often as it is named.
MAX_REPEATED = 1_000_000
# PyYAML composes by recursion in C, whose overflow ends the process; this many levels are safe.
MAX_OPENED = 15_000
MAX_NESTING = 500
_CAN_OPEN = re.compile(r"(?<![^\s\[{,:])[\[{]")
_INDICATORS = re.compile(rf"(?:[-?][ \t]+){{{MAX_NESTING}}}")
_CONSTANTS = {"true": True, "false": False}


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader that composes nodes; `no`, `12:30` and dates are strings, as in YAML 1.2."""


Loader.yaml_implicit_resolvers = {}
for _name, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", "<<", ["<"]),
):
    Loader.add_implicit_resolver(TAG + _name, re.compile(f"^(?:{_pattern})$"), _first)


def whole_number(text: str, base: int = 10) -> int | str:
    """Return the number; the text itself if it has more digits than anybody means."""
    return text if len(text) > MAX_DIGITS else int(text, base)


def real_number(text: str) -> float | str:
    """Return the number; the text itself if it exceeds a double."""
    value = float(text)
    return value if math.isfinite(value) else text


def scalar_value(node: yaml.ScalarNode) -> Any:
    """Return the JSON value of a scalar; a string if it is none of JSON's other types.

    Example:
        >>> [scalar_value(yaml.compose(text, Loader=Loader)) for text in ("no", "1e3", "0x10", "2030-01-31", "~")]
        ['no', 1000.0, 16, '2030-01-31', None]
    """
    text: str = node.value
    kind = node.tag.removeprefix(TAG)
    try:
        if kind == "null":
            return None
        if kind == "bool":
            return _CONSTANTS[text.lower()]
        if kind == "int":
            return whole_number(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
        return real_number(text) if kind == "float" else text
    except (KeyError, ValueError):  # an explicit tag that doesn't fit
        return text


# A key and its value.
Pair = tuple[yaml.Node, yaml.Node]


class YamlTree:
    """A composed document.

    Attributes:
        root: The topmost node.
        repeated: By the id of a mapping's value, the value and a key that it has twice.
    """

    def __init__(self, name: str, root: yaml.Node) -> None:
        self.root = root
        self.repeated: dict[int, tuple[Any, str]] = {}
        self._name = name
        self._merged: dict[int, dict[str, Pair]] = {}
        self._open: set[int] = set()
        self._seen: set[int] = set()
        self._left = MAX_REPEATED

    def value(self) -> Any:
        """Return the document as JSON values.

        Raises:
            InputError: It has a form that JSON doesn't have.
        """
        return self._value(self.root)

    def pairs(self, node: yaml.MappingNode) -> dict[str, Pair]:
        """Return the pairs of a mapping by key, including those that are merged into it (`<<`)."""
        known = self._merged.get(id(node))
        if known is not None:
            return known
        own: dict[str, Pair] = {}
        merged: list[yaml.Node] = []
        for key, value in node.value:
            if key.tag == MERGE:
                merged.extend(value.value if isinstance(value, yaml.SequenceNode) else [value])
            else:
                own[self._key(key, node)] = (key, value)
        return self._with_merged(node, own, merged) if merged else own

    def _with_merged(self, node: yaml.Node, own: dict[str, Pair], sources: list[yaml.Node]) -> dict[str, Pair]:
        found: dict[str, Pair] = {}
        self._enter(node)
        for source in reversed(sources):
            if not isinstance(source, yaml.MappingNode):
                raise self._error(source, node, "a merge (<<) accepts mappings only; write the keys out")
            found.update(self.pairs(source))
        self._open.discard(id(node))
        found.update(own)
        self._merged[id(node)] = found
        return found

    def _key(self, key: yaml.Node, owner: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode):
            raise self._error(key, owner, "a key is not a string, which JSON does not allow; write a string")
        return str(key.value)

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return scalar_value(node)
        self._count(node)
        value: Any
        if isinstance(node, yaml.MappingNode):
            pairs = self.pairs(node)
            self._enter(node)
            value = {key: self._value(item) for key, (_, item) in pairs.items()}
            self._note_repeated(node, value)
        else:
            self._enter(node)
            value = [self._value(item) for item in node.value]
        self._open.discard(id(node))
        return value

    def _enter(self, node: yaml.Node) -> None:
        if id(node) in self._open:
            raise self._error(node, node, "a YAML alias contains itself; write it out")
        self._open.add(id(node))

    def _count(self, node: yaml.Node) -> None:
        if id(node) in self._seen:
            self._left -= 1 + len(node.value)
            if self._left < 0:
                raise self._error(
                    node, node, f"YAML aliases repeat more than {MAX_REPEATED:,} values; use $ref instead"
                )
        self._seen.add(id(node))

    def _note_repeated(self, node: yaml.MappingNode, value: dict[str, Any]) -> None:
        keys = [str(key.value) for key, _ in node.value if key.tag != MERGE]
        if len(set(keys)) < len(keys):
            self.repeated[id(value)] = (value, next(key for key in keys if keys.count(key) > 1))

    def _error(self, marked: yaml.Node, owner: yaml.Node, problem: str) -> InputError:
        mark = marked.start_mark
        return InputError(f"{self._name}:{mark.line + 1}:{mark.column + 1}: #{self._pointer(owner)}: {problem}")

    def _pointer(self, wanted: yaml.Node) -> Pointer:
        pending: list[tuple[yaml.Node, Pointer]] = [(self.root, "")]
        seen: set[int] = set()
        while pending:
            node, pointer = pending.pop()
            if node is wanted:
                return pointer
            if id(node) not in seen and isinstance(node, yaml.CollectionNode):
                seen.add(id(node))
                pending.extend((item, join(pointer, token)) for token, item in reversed(_below(node)))
        return ""


def _below(node: yaml.CollectionNode) -> list[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), item) for key, item in node.value]
    return [(str(index), item) for index, item in enumerate(node.value)]


def read_yaml(name: str, text: str) -> YamlTree:
    """Compose a document.

    Raises:
        InputError: It is empty, or not YAML.
        RecursionError: It is nested too deeply.
    """
    try:
        _check_nesting(text)
        root = Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        problem = (error.problem or error.context or "it cannot be read").replace("\n", " ")
        raise InputError(f"{where}: broken YAML, {problem}; correct the line") from None
    except yaml.reader.ReaderError as error:
        before = text[: text.index(chr(error.character))].split("\n")
        where = f"{name}:{len(before)}:{len(before[-1]) + 1}"
        raise InputError(f"{where}: broken YAML, character #x{error.character:04x} is not allowed; delete it") from None
    if root is None:
        raise InputError(f"{name}: the document is empty; check the file")
    return YamlTree(name, root)


def _check_nesting(text: str) -> None:
    if _INDICATORS.search(text):
        raise RecursionError
    if sum(1 for _ in _CAN_OPEN.finditer(text)) <= MAX_OPENED:
        return
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_NESTING:
            raise RecursionError
