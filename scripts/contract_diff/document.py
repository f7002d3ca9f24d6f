"""A parsed OpenAPI document: its values, its references and where each of them stands."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import yaml

from scripts.contract import InputError
from scripts.contract_diff.jsonvalues import Pointer, as_object, is_array, is_object, join, split
from scripts.contract_diff.positions import JsonPositions, Position, Positions, YamlPositions
from scripts.contract_diff.source import Source, read_source

SUPPORTED = re.compile(r"3\.[012](\.|$)")
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, eq=False)
class Document:
    """One side of the comparison."""

    name: str
    root: dict[str, Any]
    positions: Positions = field(repr=False)

    @cached_property
    def is_30(self) -> bool:
        """Whether the 3.0 schema dialect applies (boolean exclusive bounds, $ref without siblings)."""
        return str(self.root["openapi"]).startswith("3.0")

    def position(self, pointer: Pointer) -> Position:
        """Line and column of a pointer, from 1."""
        return self.positions.find(pointer)

    def get(self, pointer: Pointer) -> Any:
        """The value at a pointer.

        Raises:
            KeyError: nothing stands there.
        """
        value: Any = self.root
        for token in split(pointer):
            if is_object(value):
                value = value[token]
            elif is_array(value) and token.isdigit() and int(token) < len(value):
                value = value[int(token)]
            else:
                raise KeyError(pointer)
        return value

    def at(self, pointer: Pointer) -> "Node":
        """The node at a pointer, references followed."""
        return self.follow(Node(self, pointer, self.get(pointer)))

    def follow(self, node: "Node") -> "Node":
        """The node that a chain of plain references leads to; siblings of a $ref stop the chain in 3.1."""
        seen: set[Pointer] = set()
        while (target := self._plain_reference(node)) is not None:
            if target in seen:
                raise InputError(f"{self.name}: $ref at #{node.pointer} leads back to itself; break the circle")
            seen.add(target)
            node = self.target(node)
        return node

    def target(self, node: "Node") -> "Node":
        """The node that a $ref names.

        Raises:
            InputError: it is not in this document.
        """
        reference = node.raw["$ref"]
        if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
            raise InputError(
                f"{self._place(node)}: $ref {reference!r} at #{node.pointer} is not local; "
                "bundle the contract into one document"
            )
        pointer = unquote(reference[1:])
        try:
            return Node(self, pointer, self.get(pointer))
        except KeyError:
            raise InputError(
                f"{self._place(node)}: $ref {reference!r} at #{node.pointer} names nothing in this document; "
                "add the component or correct the reference"
            ) from None

    def _place(self, node: "Node") -> str:
        line, column = self.position(join(node.pointer, "$ref"))
        return f"{self.name}:{line}:{column}"

    def _plain_reference(self, node: "Node") -> str | None:
        raw = as_object(node.raw)
        if "$ref" not in raw or (not self.is_30 and not ANNOTATIONS.issuperset(raw)):
            return None
        return str(raw["$ref"])


ANNOTATIONS = frozenset(
    {
        "$ref",
        "$comment",
        "$id",
        "$schema",
        "title",
        "summary",
        "description",
        "example",
        "examples",
        "externalDocs",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value in a document, known by its place."""

    document: Document = field(repr=False)
    pointer: Pointer
    raw: Any = field(repr=False)

    def __hash__(self) -> int:
        return hash(self.pointer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.pointer == other.pointer and self.document is other.document

    def child(self, *tokens: str) -> "Node":
        """The node below, references not followed."""
        value = self.raw
        for token in tokens:
            value = value[int(token)] if is_array(value) else value[token]
        return Node(self.document, join(self.pointer, *tokens), value)

    def resolved(self) -> "Node":
        """This node with plain references followed."""
        return self.document.follow(self)


def load(spec: str, default_path: str | None = None) -> Document:
    """Read and parse a contract from a file, a URL or `git:REV[:PATH]`.

    Raises:
        InputError: it cannot be read, parsed, or is not OpenAPI 3.0 to 3.2.
    """
    return parse(read_source(spec, default_path) if default_path else read_source(spec))


def parse(source: Source) -> Document:
    """Parse a contract's text, YAML or JSON.

    Example:
        >>> parse(Source("a.json", '{"openapi": "3.1.0", "paths": {}}')).is_30
        False
    """
    text = source.text.removeprefix("\ufeff")
    root, positions = (
        _parse_json(source.name, text) if text.lstrip().startswith("{") else _parse_yaml(source.name, text)
    )
    if not is_object(root) or "openapi" not in root:
        raise InputError(f"{source.name}: not an OpenAPI document, there is no top-level `openapi`; check the file")
    if not SUPPORTED.match(str(root["openapi"])):
        raise InputError(f"{source.name}: OpenAPI {root['openapi']} is not supported; convert it to 3.0, 3.1 or 3.2")
    document = Document(source.name, root, positions)
    check_text(document)
    check_references(Node(document, "", root))
    return document


def check_text(document: Document) -> None:
    """Look for half a surrogate pair, which an escape in JSON or YAML can bring and no output can carry.

    Raises:
        InputError: there is one.
    """
    try:
        json.dumps(document.root, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{document.name}: a text holds the lone surrogate \\u{ord(error.object[error.start]):04x}; "
            "write the whole character"
        ) from None


def check_references(root: Node) -> None:
    """Follow every $ref once, so that a dangling one is an input error and not a surprise later.

    Raises:
        InputError: a $ref names nothing.
    """
    good: set[str] = set()
    pending: list[tuple[str, Any, Any]] = [("", root.raw, None)]
    while pending:
        here = pending.pop()
        value = here[1]
        if is_object(value):
            reference = value.get("$ref")
            if isinstance(reference, str) and reference not in good:
                root.document.target(Node(root.document, _pointer(here), value))
                good.add(reference)
            pending.extend((key, item, here) for key, item in value.items() if key not in LITERALS)
        elif is_array(value):
            pending.extend((str(index), item, here) for index, item in enumerate(value))


def _pointer(link: Any) -> Pointer:
    tokens: list[str] = []
    while link[2] is not None:
        tokens.append(link[0])
        link = link[2]
    return join("", *reversed(tokens))


LITERALS = frozenset({"example", "examples", "default", "enum", "const"})


def _parse_json(name: str, text: str) -> tuple[Any, Positions]:
    try:
        return json.loads(text), JsonPositions(text)
    except json.JSONDecodeError as error:
        try:
            return _parse_yaml(name, text)
        except InputError:
            raise InputError(
                f"{name}:{error.lineno}:{error.colno}: broken JSON, {error.msg}; correct the line"
            ) from None


def _parse_yaml(name: str, text: str) -> tuple[Any, Positions]:
    loader = Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise InputError(f"{name}: the document is empty; check the file")
        return _plain(loader, root, frozenset()), YamlPositions(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise InputError(f"{where}: broken YAML, {error.problem or error}; correct the line") from None
    except yaml.YAMLError as error:
        raise InputError(f"{name}: broken YAML, {error}; correct the file") from None
    except ValueError as error:
        raise InputError(f"{name}: a YAML value is not valid ({error}); quote it or correct it") from None


def _plain(loader: yaml.SafeLoader, node: yaml.Node, above: frozenset[int]) -> Any:
    if id(node) in above:
        raise InputError(f"line {node.start_mark.line + 1}: a YAML alias contains itself; write it out")
    if isinstance(node, yaml.MappingNode):
        loader.flatten_mapping(node)
        inside = above | {id(node)}
        return {str(key.value): _plain(loader, value, inside) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        inside = above | {id(node)}
        return [_plain(loader, item, inside) for item in node.value]
    if node.tag == "tag:yaml.org,2002:timestamp":
        return node.value
    return loader.construct_object(node)
