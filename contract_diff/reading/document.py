"""A parsed OpenAPI document: its values, its references, and the place of each."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from attrs import field, frozen

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.json_values import as_object, is_array, is_object, objects_in, references
from contract_diff.core.parsing import parse_text
from contract_diff.core.positions import Position
from contract_diff.reading.document_files import ROOT, File, Files, to_pointer, to_reference
from contract_diff.reading.document_schema import describe_value
from contract_diff.reading.leniency import Ignored
from contract_diff.reading.references import USUAL, Linker, Reading
from contract_diff.reading.sources import Source, read_source

SUPPORTED = re.compile(r"3\.[012](\.|$)")


class Place(NamedTuple):
    """A place for people: the file, the reference from the root's folder, line and column."""

    file: str
    reference: str
    line: int
    column: int


class Target(NamedTuple):
    """The target of a $ref, with the keys and the references within it."""

    raw: Any
    keys: frozenset[str]
    references: frozenset[str]


@frozen(eq=False)
class Document:
    """One side of the comparison.

    Attributes:
        ignored: What a lenient reading left out.
    """

    name: str
    root: dict[str, Any] = field(repr=False)
    files: Files = field(repr=False)
    ignored: tuple[Ignored, ...] = ()
    # Where chains of references end: each is followed once, however many of its links are followed.
    _ends: "dict[str, Node]" = field(factory=dict, init=False, repr=False, eq=False)

    @cached_property
    def is_30(self) -> bool:
        """Whether the 3.0 schema dialect applies (boolean exclusive bounds, $ref without siblings)."""
        return str(self.root["openapi"]).startswith("3.0")

    @property
    def roots(self) -> list[Any]:
        """The topmost value of every file."""
        return [file.parsed.root for file in (self.files.root, *self.files.others.values())]

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The target of everything that looks like a reference, if there is one: it may be part of an example."""
        stated = {reference for root in self.roots for reference in references(root)}
        found = ((reference, self._target_of(reference)) for reference in sorted(stated))
        return {reference: target for reference, target in found if target is not None}

    def reaching(self, wanted: Iterable[str]) -> frozenset[str]:
        """Return the references that lead to one of these, directly or not, including these."""
        reaching, pending = set[str](), list(wanted)
        while pending:
            reference = pending.pop()
            if reference not in reaching:
                reaching.add(reference)
                pending.extend(self._users.get(reference, ()))
        return frozenset(reaching)

    @cached_property
    def _users(self) -> dict[str, list[str]]:
        users: dict[str, list[str]] = {}
        for reference, target in self.targets.items():
            for used in target.references:
                users.setdefault(used, []).append(reference)
        return users

    def _target_of(self, reference: str) -> Target | None:
        try:
            raw = self.target(Node(self, "", {"$ref": reference})).raw
        except InputError:
            return None
        keys, stated = set[str](), set[str]()
        for item in objects_in(raw):
            keys.update(item)
            if isinstance(named := item.get("$ref"), str):
                stated.add(named)
        return Target(raw, frozenset(keys), frozenset(stated))

    @cached_property
    def tracks_evaluation(self) -> bool:
        """Whether any schema limits what others leave unevaluated, so that it matters what they evaluate."""
        limits = (item.get(keyword) for root in self.roots for item in objects_in(root) for keyword in UNEVALUATED)
        return any(limit not in (None, True, {}) for limit in limits)

    def position(self, pointer: Pointer) -> Position:
        """Return line and column of a pointer, from 1."""
        return self.files.position(pointer)

    def place(self, pointer: Pointer) -> Place:
        """Return the place of a pointer."""
        file = self.files.file(pointer)[0]
        return Place(file.parsed.name, to_reference(pointer), *self.position(pointer))

    def get(self, pointer: Pointer) -> Any:
        """Return the value at a pointer.

        Raises:
            KeyError: There is none.
        """
        return self.files.value(pointer)

    def at(self, pointer: Pointer) -> "Node":
        """Return the node at a pointer, references followed.

        Raises:
            InputError: They lead in a circle.
        """
        return self.follow(Node(self, pointer, self.get(pointer)))

    def follow(self, node: "Node") -> "Node":
        """Return the node at the end of a chain of plain references; siblings of a $ref end the chain in 3.1."""
        passed: set[str] = set()
        while (reference := self._plain_reference(node)) is not None:
            if (end := self._ends.get(reference)) is not None:
                node = end
                break
            if reference in passed:
                where = self.files.place(join(node.pointer, "$ref"))
                raise InputError(f"{where} leads back to itself; break the circle")
            passed.add(reference)
            node = self.target(node)
        self._ends.update(dict.fromkeys(passed, node))
        return node

    def target(self, node: "Node") -> "Node":
        """Return the node that a $ref names.

        Raises:
            InputError: It names nothing.
        """
        reference = str(node.raw["$ref"])
        pointer = to_pointer(reference)
        try:
            return Node(self, pointer, self.get(pointer))
        except KeyError:
            where = self.files.place(join(node.pointer, "$ref"))
            raise InputError(f"{where} names nothing by {reference!r}; correct the reference") from None

    def _plain_reference(self, node: "Node") -> str | None:
        raw = as_object(node.raw)
        if "$ref" not in raw or (not self.is_30 and not ANNOTATIONS.issuperset(raw)):
            return None
        return str(raw["$ref"])


UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
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


@frozen(eq=False)
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
        """Return the node below, references not followed."""
        value = self.raw
        for token in tokens:
            value = value[int(token)] if is_array(value) else value[token]
        return Node(self.document, join(self.pointer, *tokens), value)

    def resolved(self) -> "Node":
        """Return this node with plain references followed."""
        return self.document.follow(self) if "$ref" in as_object(self.raw) else self


def load(spec: str, default_path: str | None = None, *, reading: Reading = USUAL) -> Document:
    """Read and parse a contract from a file, a URL or `git:REV[:PATH]`; see `parse`.

    Raises:
        InputError: It can't be read or parsed, or isn't OpenAPI 3.0 to 3.2.
    """
    return parse(read_source(spec, default_path) if default_path else read_source(spec), reading=reading)


def parse(source: Source, *, reading: Reading = USUAL) -> Document:
    """Parse a contract's text, YAML or JSON, and the files that it refers to.

    Args:
        source: The contract.
        reading: What is left out of it.

    Raises:
        InputError: It can't be parsed, isn't OpenAPI 3.0 to 3.2, or has a malformed part that would be compared.

    Example:
        >>> parse(Source("a.json", '{"openapi": "3.1.0", "paths": {}}')).is_30
        False
    """
    files = Files(File(ROOT, parse_text(source.name, source.text), source.origin))
    root = files.root.parsed.root
    _check_version(files, root)
    linker = Linker(files, reading)
    targets = linker.run()
    document = Document(source.name, root, files, tuple(linker.ignored()))
    for pointer in targets:
        document.at(pointer)
    return document


def _check_version(files: Files, root: Any) -> None:
    if is_object(root) and "swagger" in root:
        raise InputError(
            f"{files.place('/swagger')} is {describe_value(root['swagger'])}; convert the document to OpenAPI 3"
        )
    if not is_object(root) or "openapi" not in root:
        name = files.root.parsed.name
        raise InputError(f"{name}: not an OpenAPI document, there is no top-level `openapi`; check the file")
    version = root["openapi"]
    if not isinstance(version, str | float | int):
        raise InputError(f"{files.place('/openapi')} must be a version, but is {describe_value(version)}; write 3.1.0")
    if not SUPPORTED.match(str(version)):
        raise InputError(
            f"{files.place('/openapi')}: OpenAPI {version} is not supported; convert it to 3.0, 3.1 or 3.2"
        )


def component_name(node: Node) -> str | None:
    """Return the name of the schema component that a node is; None if it is written in place."""
    tokens = node.pointer.split("/")
    return tokens[3] if tokens[1:3] == ["components", "schemas"] and len(tokens) == 4 else None
