"""What the diff reads of a contract, checked part by part along every `$ref`, in whatever file it stands."""

from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, escape, join
from contract_diff.core.json_values import is_object
from contract_diff.reading.document_files import ROOT, File, Files, to_pointer
from contract_diff.reading.document_schema import Shape, problems, shape_of

COMPONENTS = "/components/"

# A part below another one: its token, and the link of that one.
Link = tuple[str, Any] | None


class Linker:
    """Walks a contract, and brings every `$ref` to the form that `Files.reference` gives."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._seen: set[tuple[str, str]] = set()
        # By identity: a part that is reached along several ways is brought to the common form once.
        self._common: set[int] = set()
        self._pending: list[tuple[Shape, Pointer]] = []

    def run(self) -> list[Pointer]:
        """Check the whole contract, and tell to where its references lead.

        Raises:
            InputError: a part is not what its place asks for, or a `$ref` names nothing.
        """
        self._check(shape_of("document"), "")
        while self._pending:
            self._walk(*self._pending.pop())
        return sorted({to_pointer(reference) for _, reference in self._seen})

    def _check(self, shape: Shape, pointer: Pointer) -> None:
        """Check a part, and see to it later where it leads."""
        found = problems(shape.kind, self._files.value(pointer))
        if found:
            first = min(found, key=lambda one: self._files.position(pointer + one.pointer))
            raise InputError(f"{self._files.place(pointer + first.pointer)} {first.message}")
        self._pending.append((shape, pointer))

    def _walk(self, top: Shape, start: Pointer) -> None:
        file = self._files.file(start)[0]
        pending: list[tuple[Shape, Any, Link]] = [(top, self._files.value(start), None)]
        while pending:
            shape, value, link = pending.pop()
            if is_object(value):
                self._object(shape, value, file, start, link)
            below = [(part, item, (token, link)) for token, item, part in shape.below(value)]
            pending.extend(reversed(below))

    def _object(self, shape: Shape, value: dict[str, Any], file: File, start: Pointer, link: Link) -> None:
        if id(value) in file.parsed.repeated:
            pointer = join(start + _pointer(link), file.parsed.repeated[id(value)][1])
            raise InputError(f"{self._files.place(pointer)} stands there more than once; keep one")
        stated = value.get("$ref")
        if not (shape.refers or shape.spread) or not isinstance(stated, str):
            return
        if (shape.kind, stated) in self._seen and file.key == ROOT:
            return
        self._follow(shape, value, file, join(start + _pointer(link), "$ref"))

    def _follow(self, shape: Shape, value: dict[str, Any], file: File, pointer: Pointer) -> None:
        stated = value["$ref"]
        try:
            reference = stated if id(value) in self._common else self._files.reference(file, stated)
        except InputError as error:
            raise self._error(pointer, stated, f"cannot be followed: {error}") from None
        value["$ref"] = reference
        self._common.add(id(value))
        try:
            target = self._files.value(to_pointer(reference))
        except KeyError:
            there = self._files.file(to_pointer(reference))[0].parsed.name
            problem = f"names nothing in {there}; add it there or correct the reference"
            raise self._error(pointer, stated, problem) from None
        if shape.spread:
            self._spread(value, target, reference, pointer)
        elif (shape.kind, reference) not in self._seen:
            self._seen.add((shape.kind, reference))
            if not _is_component(shape, to_pointer(reference)):
                self._check(shape, to_pointer(reference))

    def _spread(self, value: dict[str, Any], target: Any, reference: str, pointer: Pointer) -> None:
        """Put a reference to each member of another map in place of the one to that map."""
        if not is_object(target) or "$ref" in target:
            raise self._error(pointer, value["$ref"], "must name an object of components; correct the reference")
        del value["$ref"]
        base = reference if "#" in reference else f"{reference}#"
        for name in target:
            value.setdefault(name, {"$ref": f"{base}/{escape(name).replace('%', '%25')}"})

    def _error(self, pointer: Pointer, stated: str, problem: str) -> InputError:
        owner = pointer.removesuffix("/$ref")
        file, inside = self._files.file(owner)
        return InputError(f"{file.parsed.place(inside + '/$ref')}: $ref {stated!r} at #{inside} {problem}")


def _is_component(shape: Shape, pointer: Pointer) -> bool:
    """Whether a part is one that is checked with the root."""
    if not pointer.startswith(COMPONENTS) or pointer.count("/") != 3:
        return False
    section = shape_of("components").members.get(pointer.split("/")[2])
    return section is not None and section.others is not None and section.others.kind == shape.kind


def _pointer(link: Link) -> Pointer:
    tokens: list[str] = []
    while link is not None:
        tokens.append(link[0])
        link = link[1]
    return join("", *reversed(tokens))
