"""The files of a contract: the root and what is read beside it; pointers and references that tell them apart."""

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, escape, split
from contract_diff.core.json_values import is_array, is_object, placed_objects
from contract_diff.reading.parsing import Parsed, parse_text
from contract_diff.reading.positions import Position
from contract_diff.reading.sources import Origin

ROOT = ""
ANCHORS = ("$anchor", "$dynamicAnchor")
IDENTIFIERS = frozenset({"$id", *ANCHORS})


@dataclass(frozen=True)
class File:
    """A file of a contract.

    Attributes:
        key: its path from the root's folder, which tells it apart; empty for the root.
    """

    key: str
    parsed: Parsed
    origin: Origin | None

    @cached_property
    def identified(self) -> dict[tuple[str, str], list[Pointer]]:
        """Where schemas identify themselves, by keyword and text."""
        found: dict[tuple[str, str], list[Pointer]] = {}
        for pointer, value in placed_objects(self.parsed.root):
            for keyword in IDENTIFIERS & value.keys():
                if isinstance(text := value[keyword], str):
                    found.setdefault((keyword, text), []).append(pointer)
        return found


@dataclass
class Files:
    """The files that a contract is made of.

    A pointer into a file other than the root begins with that file's key: `common.yaml#/Error`, the key escaped
    as one token. A reference is brought to the form that names its file from the root's folder, so that one text
    means one thing wherever it stands.
    """

    root: File
    others: dict[str, File] = field(default_factory=dict[str, File])

    def file(self, pointer: Pointer) -> tuple[File, Pointer]:
        """The file that a pointer leads into, and the pointer there."""
        key, inside = _parted(pointer)
        return (self.others[key] if key else self.root), inside

    def value(self, pointer: Pointer) -> Any:
        """The value at a pointer.

        Raises:
            KeyError: nothing stands there.
        """
        file, inside = self.file(pointer)
        value: Any = file.parsed.root
        for token in split(inside):
            if is_object(value):
                value = value[token]
            elif is_array(value) and token.isascii() and token.isdigit() and int(token) < len(value):
                value = value[int(token)]
            else:
                raise KeyError(pointer)
        return value

    def position(self, pointer: Pointer) -> Position:
        """Line and column of a pointer in its file."""
        file, inside = self.file(pointer)
        return file.parsed.positions.find(inside)

    def place(self, pointer: Pointer) -> str:
        """File, line, column and pointer, for people."""
        file, inside = self.file(pointer)
        return f"{file.parsed.place(inside)}: #{inside}"

    def reference(self, owner: File, stated: str) -> str:
        """A reference that stands in a file, in the form that names its target from the root's folder.

        Raises:
            InputError: the file that it names cannot be had, or it names no place there.
        """
        location, _, fragment = stated.partition("#")
        named = owner.identified.get(("$id", location), []) if location else []
        target = self._beside(owner, location) if location and not named else owner
        if fragment and not fragment.startswith("/"):
            return f"{target.key}#{_anchored(target, unquote(fragment))}"
        if named:
            return f"{target.key}#{named[0]}{fragment}"
        return stated if target is owner is self.root else f"{target.key}#{fragment}"

    def _beside(self, owner: File, location: str) -> File:
        if owner.origin is None or self.root.origin is None:
            raise InputError("it is not local, and where this text stands is not known; bundle the contract")
        try:
            origin = owner.origin.beside(location)
        except ValueError as error:  # what the standard library says of an address that is none
            raise InputError(f"it is no reference ({error})") from None
        folder, name = posixpath.split(self.root.origin.path)
        key = posixpath.relpath(origin.path, folder or ".")
        if key == name:
            return self.root
        if key not in self.others:
            source = origin.read()
            self.others[key] = File(key, parse_text(source.name, source.text), source.origin)
        return self.others[key]


def _anchored(file: File, name: str) -> str:
    """The fragment of the place that an anchor names (JSON Schema 2020-12, Core, 8.2.2)."""
    found = {place for keyword in ANCHORS for place in file.identified.get((keyword, name), ())}
    if len(found) != 1:
        problem = "several schemas have" if found else "no schema has"
        raise InputError(f"{problem} the $anchor {name!r}; write a JSON pointer (#/...)")
    return found.pop().replace("%", "%25")


def to_pointer(reference: str) -> Pointer:
    """The pointer that a reference in its common form stands for.

    Example:
        >>> to_pointer("parts/common.yaml#/Error")
        'parts~1common.yaml#/Error'
    """
    key, _, fragment = reference.partition("#")
    return (f"{escape(key)}#" if key else "") + unquote(fragment)


def to_reference(pointer: Pointer) -> str:
    """A pointer as people write it: `/paths` in the root, `parts/common.yaml#/Error` elsewhere."""
    key, inside = _parted(pointer)
    return f"{key}#{inside}" if key else pointer


def _parted(pointer: Pointer) -> tuple[str, Pointer]:
    if not pointer or pointer.startswith("/"):
        return ROOT, pointer
    first, slash, rest = pointer.partition("/")
    return split(f"/{first.removesuffix('#')}")[0], slash + rest
