"""YAML as JSON values: scalars by the core schema of YAML 1.2, with the nodes that mark their places."""

import math
from typing import Any

import yaml

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.limits import Limits
from contract_diff.core.safe_text import shorten
from contract_diff.core.yaml_size import LIBYAML_TOO_DEEP, TAG, Loader, check_size, too_deep

MERGE = f"{TAG}merge"
# Stands for a number of more digits than a document may have.
TOO_LARGE = 1 << 4096
# The longest number that is read.
_MAX_NUMBER = 4000
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}
_MAX_SHOWN = 80
# The nodes that JSON's types have in YAML.
_NODES: dict[str, type[yaml.Node]] = {
    **dict.fromkeys(("null", "bool", "int", "float", "str", "merge"), yaml.ScalarNode),
    "map": yaml.MappingNode,
    "seq": yaml.SequenceNode,
}


def whole_number(text: str, base: int = 10) -> int:
    """Return the number; TOO_LARGE if it is longer than any document may have."""
    return TOO_LARGE if len(text) > _MAX_NUMBER else int(text, base)


def real_number(text: str) -> float | int | str:
    """Return the number; the text itself if it exceeds a double, TOO_LARGE if it is longer than any may be."""
    if len(text) > _MAX_NUMBER:
        return TOO_LARGE
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
        if kind in ("null", "bool"):
            return _CONSTANTS[text.lower()]
        if kind == "int":
            return whole_number(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
        return real_number(text) if kind == "float" else text
    except (KeyError, ValueError):  # an explicit tag that doesn't fit
        return text


# A key and its value.
Pair = tuple[yaml.Node, yaml.Node]


class BrokenYamlError(InputError):
    """The text is not YAML."""


class YamlTree:
    """A composed document.

    Attributes:
        root: The topmost node.
        repeated: By the id of a mapping's value, the value and a key that it has twice.
    """

    def __init__(self, name: str, root: yaml.Node, limits: Limits) -> None:
        self.root = root
        self.repeated: dict[int, tuple[Any, str]] = {}
        self._name = name
        self._merged: dict[int, dict[str, Pair]] = {}
        self._open: set[int] = set()
        self._seen: set[int] = set()
        self._limits = limits
        self._left = limits.repeated

    def value(self) -> Any:
        """Return the document as JSON values.

        Raises:
            InputError: It has a form that JSON doesn't have.
        """
        return self._value(self.root, 1)

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
        self._repeat(node, len(found))
        self._merged[id(node)] = found
        return found

    def _key(self, key: yaml.Node, owner: yaml.Node) -> str:
        if not isinstance(key, yaml.ScalarNode):
            raise self._error(key, owner, "a key is not a string, which JSON does not allow; write a string")
        if self._limits.strict and not _is_key(key):
            raise self._error(key, owner, f"the key {shorten(key.value, _MAX_SHOWN)} is not a string; quote it")
        return str(key.value)

    def _value(self, node: yaml.Node, depth: int) -> Any:
        if self._limits.strict:
            self._check_tag(node)
        if isinstance(node, yaml.ScalarNode):
            return scalar_value(node)
        if depth > self._limits.depth:
            raise too_deep(self._name, self._limits, node.start_mark.line + 1)
        self._count(node)
        value: Any
        if isinstance(node, yaml.MappingNode):
            pairs = self.pairs(node)
            self._enter(node)
            value = {key: self._value(item, depth + 1) for key, (_, item) in pairs.items()}
            self._note_repeated(node, value)
        else:
            self._enter(node)
            value = [self._value(item, depth + 1) for item in node.value]
        self._open.discard(id(node))
        return value

    def _check_tag(self, node: yaml.Node) -> None:
        """Reject a tag that is none of JSON's types, or doesn't fit its value."""
        kind = node.tag.removeprefix(TAG)
        if isinstance(node, _NODES.get(kind, ())) and not (
            isinstance(node, yaml.ScalarNode) and _is_unread(node, kind)
        ):
            return
        tag = shorten(node.tag.replace(TAG, "!!"), _MAX_SHOWN)
        raise self._error(node, node, f"the tag {tag} doesn't fit the value; remove the tag")

    def _enter(self, node: yaml.Node) -> None:
        if id(node) in self._open:
            raise self._error(node, node, "a YAML alias contains itself; write it out")
        self._open.add(id(node))

    def _count(self, node: yaml.Node) -> None:
        if id(node) in self._seen:
            self._repeat(node, 1 + len(node.value))
        self._seen.add(id(node))

    def _repeat(self, node: yaml.Node, count: int) -> None:
        self._left -= count
        if self._left < 0 < self._limits.repeated:
            problem = f"YAML aliases repeat more than {self._limits.repeated:,} values; use $ref instead"
            raise self._error(node, node, problem)

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


def _is_unread(node: yaml.ScalarNode, kind: str) -> bool:
    """Return whether a scalar stays a string although it is of another kind."""
    return kind not in ("str", "merge") and scalar_value(node) is node.value


def _is_key(key: yaml.ScalarNode) -> bool:
    """Return whether a key is a string, or a whole number such as a status code."""
    return key.tag == f"{TAG}str" or (key.tag == f"{TAG}int" and scalar_value(key) is not key.value)


def read_yaml(name: str, text: str, limits: Limits) -> YamlTree:
    """Compose a document.

    Raises:
        InputError: It is empty, not YAML (BrokenYamlError), or larger than its limits.
    """
    try:
        check_size(name, text, limits)
        root = Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and error.problem == LIBYAML_TOO_DEEP:
            raise too_deep(name, limits, mark.line + 1) from None
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        problem = (error.problem or error.context or "it cannot be read").replace("\n", " ")
        raise BrokenYamlError(f"{where}: broken YAML, {shorten(problem, _MAX_SHOWN)}; correct the line") from None
    except yaml.reader.ReaderError as error:
        before = text[: text.index(chr(error.character))].split("\n")
        where = f"{name}:{len(before)}:{len(before[-1]) + 1}"
        problem = f"character #x{error.character:04x} is not allowed"
        raise BrokenYamlError(f"{where}: broken YAML, {problem}; delete it") from None
    if root is None:
        raise InputError(f"{name}: the document is empty; check the file")
    return YamlTree(name, root, limits)
