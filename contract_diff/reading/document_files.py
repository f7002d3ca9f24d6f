"""The files of a contract: the root and those beside it, and the pointers and references that lead into them."""

import posixpath
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urljoin

from attrs import define, field, frozen

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, escape, split
from contract_diff.core.json_values import as_object, is_array, is_object, placed_objects
from contract_diff.core.parsing import Parsed, parse_text
from contract_diff.core.positions import Position
from contract_diff.reading.sources import Origin

ROOT = ""
ANCHORS = ("$anchor", "$dynamicAnchor")
IDENTIFIERS = frozenset({"$id", *ANCHORS})


@frozen
class File:
    """A file of a contract.

    Attributes:
        key: Its path from the root's folder; empty for the root.
    """

    key: str
    parsed: Parsed
    origin: Origin | None

    @cached_property
    def identified(self) -> dict[tuple[str, str], list[Pointer]]:
        """The pointers of schemas that identify themselves, by keyword and identifier."""
        places: dict[tuple[str, str], list[Pointer]] = {}
        for pointer, value in placed_objects(self.parsed.root):
            for keyword in IDENTIFIERS & value.keys():
                if isinstance(identifier := value[keyword], str):
                    places.setdefault((keyword, identifier), []).append(pointer)
        return places

    @cached_property
    def schemas_with_id(self) -> frozenset[Pointer]:
        """The pointers of schemas whose `$id` is more than an anchor."""
        places = self.identified.items()
        return frozenset(
            pointer
            for (keyword, identifier), pointers in places
            if keyword == "$id" and not identifier.startswith("#")
            for pointer in pointers
        )

    def identified_at(self, location: str, pointer: Pointer) -> Pointer | None:
        """Return what a reference at a pointer names by `$self` or `$id`; None if it names another file."""
        return self._by_uri.get(_join(self._uri_at(pointer), location)) if self._by_uri else None

    @cached_property
    def _by_uri(self) -> dict[str, Pointer]:
        stated = ["", *sorted(self.schemas_with_id, reverse=True)]
        return {uri: pointer for pointer in stated if (uri := self._uri_at(pointer))}

    def _uri_at(self, pointer: Pointer) -> str:
        """Return the base URI at a pointer: an `$id` is relative to the one around it (8.1.1, 8.2.1)."""
        uri = self._stated("", "$self")
        for around in filter(self.schemas_with_id.__contains__, _prefixes(pointer)):
            uri = _join(uri, self._stated(around, "$id"))
        return uri

    def _stated(self, pointer: Pointer, keyword: str) -> str:
        value = as_object(value_at(self.parsed.root, pointer)).get(keyword)
        return value.partition("#")[0] if isinstance(value, str) else ""


@define
class Files:
    """The files that a contract is made of.

    A pointer into a file other than the root begins with that file's key: `common.yaml#/Error`, the key escaped
    as one token. References are rewritten to name their file from the root's folder, so that equal references have
    the same target, whichever file they are in.
    """

    root: File
    others: dict[str, File] = field(factory=dict[str, File])

    def file(self, pointer: Pointer) -> tuple[File, Pointer]:
        """Return the file that a pointer leads into, and the pointer within it."""
        key, inside = _split_file(pointer)
        return (self.others[key] if key else self.root), inside

    def value(self, pointer: Pointer) -> Any:
        """Return the value at a pointer.

        Raises:
            KeyError: There is none.
        """
        file, inside = self.file(pointer)
        return value_at(file.parsed.root, inside)

    def position(self, pointer: Pointer) -> Position:
        """Return line and column of a pointer in its file."""
        file, inside = self.file(pointer)
        return file.parsed.positions.find(inside)

    def place(self, pointer: Pointer) -> str:
        """Return file, line, column and pointer, for people."""
        file, inside = self.file(pointer)
        return f"{file.parsed.place(inside)}: #{inside}"

    def rewrite_reference(self, owner: File, reference: str, pointer: Pointer = "") -> str:
        """Rewrite a reference in a file to name its target from the root's folder.

        Args:
            owner: The file.
            reference: The reference.
            pointer: Where it is in the file.

        Raises:
            InputError: The file that it names can't be read, or it names no place there.
        """
        location, _, fragment = reference.partition("#")
        if not location and (within := self._within_identified(owner, fragment, pointer)):
            return within
        named = self._named(owner, location, pointer) if location else None
        target = self._beside(owner, location) if location and named is None else owner
        if fragment and not fragment.startswith("/"):
            return f"{target.key}#{_anchored(target, unquote(fragment))}"
        if named is not None:
            return f"{target.key}#{named.replace('%', '%25')}{fragment}"
        return reference if target is owner is self.root else f"{target.key}#{fragment}"

    def _named(self, owner: File, location: str, pointer: Pointer) -> Pointer | None:
        """Return the schema, or the document, that a location names; also one that states it as it is written."""
        stated = owner.identified.get(("$id", location), [None])[0]
        return owner.identified_at(location, pointer) if stated is None else stated

    def _within_identified(self, owner: File, fragment: str, pointer: Pointer) -> str | None:
        """Return what a pointer names in the nearest schema around it with an `$id`, which is its root (8.2.1)."""
        identified = owner.schemas_with_id
        around = pointer if identified and fragment.startswith("/") else ""
        while around:
            around = around.rpartition("/")[0]
            if around in identified and self._exists(owner, around + unquote(fragment)):
                return f"{owner.key}#{around.replace('%', '%25')}{fragment}"
        return None

    def _exists(self, owner: File, pointer: Pointer) -> bool:
        try:
            self.value((f"{escape(owner.key)}#" if owner.key else "") + pointer)
        except KeyError:
            return False
        return True

    def _beside(self, owner: File, location: str) -> File:
        if owner.origin is None or self.root.origin is None:
            raise InputError(
                "it is not local, and it is unknown where this contract was read from; bundle the contract"
            )
        try:
            origin = owner.origin.beside(location)
        except ValueError as error:  # the standard library on an invalid URL
            raise InputError(f"it is not a reference ({error})") from None
        folder, name = posixpath.split(self.root.origin.path)
        key = posixpath.relpath(origin.path, folder or ".")
        if key == name:
            return self.root
        if key not in self.others:
            source = origin.read()
            self.others[key] = File(key, parse_text(source.name, source.text), source.origin)
        return self.others[key]


def value_at(value: Any, pointer: Pointer) -> Any:
    """Return what a pointer names in a value.

    Raises:
        KeyError: It names nothing.
    """
    for token in split(pointer):
        if is_object(value):
            value = value[token]
        elif is_array(value) and token.isascii() and token.isdigit() and int(token) < len(value):
            value = value[int(token)]
        else:
            raise KeyError(pointer)
    return value


def _prefixes(pointer: Pointer) -> list[Pointer]:
    """Return a pointer and all above it, the topmost first."""
    tokens = pointer.split("/")
    return ["/".join(tokens[:count]) for count in range(1, len(tokens) + 1)]


def _join(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # the standard library on an invalid URL
        return reference


def _anchored(file: File, name: str) -> str:
    """Return the fragment of the place that an anchor names (JSON Schema 2020-12, Core, 8.2.2)."""
    places = {place for keyword in ANCHORS for place in file.identified.get((keyword, name), ())}
    if len(places) != 1:
        problem = "several schemas have" if places else "no schema has"
        raise InputError(f"{problem} the $anchor {name!r}; write a JSON pointer (#/...)")
    return places.pop().replace("%", "%25")


def to_pointer(reference: str) -> Pointer:
    """Return the pointer of the target of a rewritten reference.

    Example:
        >>> to_pointer("parts/common.yaml#/Error")
        'parts~1common.yaml#/Error'
    """
    key, _, fragment = reference.partition("#")
    return (f"{escape(key)}#" if key else "") + unquote(fragment)


def to_reference(pointer: Pointer) -> str:
    """Return a pointer as people write it: `/paths` in the root, `parts/common.yaml#/Error` elsewhere."""
    key, inside = _split_file(pointer)
    return f"{key}#{inside}" if key else pointer


def _split_file(pointer: Pointer) -> tuple[str, Pointer]:
    if not pointer or pointer.startswith("/"):
        return ROOT, pointer
    first, slash, rest = pointer.partition("/")
    return split(f"/{first.removesuffix('#')}")[0], slash + rest
