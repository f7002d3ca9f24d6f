"""Line and column of a JSON pointer, computed on demand."""

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple, Protocol

import yaml

from contract_diff.core.json_pointers import Pointer, split
from contract_diff.core.yaml_tree import Pair, YamlTree


class Position(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class Positions(Protocol):
    """The positions of all pointers of a document."""

    def find(self, pointer: Pointer) -> Position:
        """Return the position of the pointer's key or item, or of its nearest ancestor that exists."""
        ...


class YamlPositions:
    """Positions from the marks of PyYAML's composer."""

    def __init__(self, tree: YamlTree) -> None:
        self._tree = tree
        self._children: dict[int, dict[str, Pair]] = {}

    def find(self, pointer: Pointer) -> Position:
        """See `Positions.find`."""
        node = key = self._tree.root
        for token in split(pointer):
            found = self._below(node).get(token)
            if found is None:
                break
            key, node = found
        return Position(key.start_mark.line + 1, key.start_mark.column + 1)

    def _below(self, node: yaml.Node) -> dict[str, Pair]:
        known = self._children.get(id(node))
        if known is None:
            known = self._children[id(node)] = self._scan(node)
        return known

    def _scan(self, node: yaml.Node) -> dict[str, Pair]:
        if isinstance(node, yaml.MappingNode):
            return self._tree.pairs(node)
        if isinstance(node, yaml.SequenceNode):
            return {str(index): (item, item) for index, item in enumerate(node.value)}
        return {}


class JsonPositions:
    """Positions in JSON text: only the objects on the way to a pointer are scanned, each once."""

    _space = re.compile(r"[ \t\r\n]*")

    def __init__(self, text: str) -> None:
        self._text = text
        self._decode = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
        self._children: dict[int, dict[str, tuple[int, int]]] = {}

    def find(self, pointer: Pointer) -> Position:
        """See `Positions.find`."""
        offset = marked = self._skip(0)
        for token in split(pointer):
            found = self._below(offset).get(token)
            if found is None:
                break
            marked, offset = found
        return self._position(marked)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def _below(self, offset: int) -> dict[str, tuple[int, int]]:
        known = self._children.get(offset)
        if known is None:
            known = self._children[offset] = self._scan(offset)
        return known

    def _scan(self, offset: int) -> dict[str, tuple[int, int]]:
        opening = self._text[offset : offset + 1]
        found: dict[str, tuple[int, int]] = {}
        if opening not in ("{", "["):
            return found
        at = self._skip(offset + 1)
        while self._text[at] not in "}]":
            if opening == "{":
                token, value = self._key(at)
            else:
                token, value = str(len(found)), at
            found[token] = (at, value)
            _, end = self._decode(self._text, value)
            at = self._skip(end)
            if self._text[at] == ",":
                at = self._skip(at + 1)
        return found

    def _key(self, at: int) -> tuple[str, int]:
        key, end = self._decode(self._text, at)
        colon = self._skip(end)
        return key, self._skip(colon + 1)

    def _skip(self, at: int) -> int:
        match = self._space.match(self._text, at)
        return match.end() if match else at
