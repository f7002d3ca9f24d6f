"""A walk over what is read of a contract: check each object, and follow every `$ref` into whatever file it names."""

from typing import Any

from attrs import evolve, field, frozen

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, escape, join
from contract_diff.core.json_values import is_object
from contract_diff.core.parsing import Link, pointer_of
from contract_diff.reading.document_files import ROOT, File, Files, to_pointer
from contract_diff.reading.document_schema import Problem, Shape, find_problems, shape_of
from contract_diff.reading.extensions import Extensions
from contract_diff.reading.leniency import (
    COMPONENTS,
    SECURITY_SCHEMES,
    BrokenReferenceError,
    Ignored,
    component_of,
    keyword_at,
    remove,
    used_components,
)

# A contract with more to ignore is not worth a comparison, and each pass over it takes time.
MAX_IGNORED = 500


@frozen
class Reading:
    """What is left out of a contract.

    Attributes:
        lenient: Whether a malformed property of a schema is, and a `$ref` that leads nowhere if no operation uses it.
        ignored: The extensions that are.
    """

    lenient: bool = False
    ignored: Extensions = field(factory=Extensions)


USUAL = Reading()


class Linker:
    """Checks a contract, and rewrites every `$ref` by `Files.rewrite_reference`."""

    def __init__(self, files: Files, reading: Reading = USUAL) -> None:
        self._files = files
        self._reading = reading
        self._ignored: list[Ignored] = []
        self._seen: set[tuple[str, str]] = set()
        # The ids of objects whose reference is rewritten; one can be reached by several ways.
        self._rewritten: set[int] = set()
        self._pending: list[tuple[Shape, Pointer]] = []
        # By the key of a file, the error that nothing in it looks like a part of a contract; None if something does.
        self._unknown: dict[str, InputError | None] = {}

    def run(self) -> list[Pointer]:
        """Check the whole contract, and return the targets of its references.

        Raises:
            InputError: An object doesn't have the form that its place requires, or a `$ref` names nothing.
        """
        self._check(shape_of("document"), "")
        while self._pending:
            self._walk(*self._pending.pop())
        for error in filter(None, self._unknown.values()):
            raise error
        return sorted({to_pointer(reference) for _, reference in self._seen})

    def ignored(self) -> list[Ignored]:
        """Return what wasn't read, after `run`.

        Raises:
            InputError: An operation can't do without one.
        """
        used = used_components(self._files) if self._ignored else frozenset[Pointer]()
        rated = [evolve(item, is_used=_is_used(item.pointer, used)) for item in self._ignored]
        for item in rated:
            if item.is_used and item.error is not None:
                raise item.error
        return rated

    def _check(self, shape: Shape, pointer: Pointer) -> None:
        """Check an object, and queue it to be walked."""
        is_root = self._files.file(pointer)[0].key == ROOT
        while problems := find_problems(shape.kind, self._files.value(pointer), quoting=is_root):
            problems.sort(key=lambda problem: self._files.position(pointer + problem.pointer))
            removed = [self._ignore(shape, pointer, problem) for problem in problems]
            if not any(removed):
                raise self._form_error(pointer, problems[0])
        self._pending.append((shape, pointer))

    def _ignore(self, shape: Shape, start: Pointer, problem: Problem) -> bool:
        """Remove the property of a schema that has a problem, and return whether it was there.

        Raises:
            InputError: It may not be removed.
        """
        keyword = keyword_at(shape, self._files.value(start), problem.pointer) if self._reading.lenient else None
        if keyword is None or len(self._ignored) == MAX_IGNORED:
            raise self._form_error(start, problem)
        if any(item.pointer == start + keyword for item in self._ignored):
            return False  # it has several problems
        name = problem.pointer.removeprefix(keyword)
        self._ignored.append(Ignored(start + keyword, f"{name} {problem.message}".strip()))
        remove(self._files, start + keyword)
        return True

    def _form_error(self, start: Pointer, problem: Problem) -> InputError:
        return InputError(f"{self._files.place(start + problem.pointer)} {problem.message}")

    def _walk(self, top: Shape, start: Pointer) -> None:
        file = self._files.file(start)[0]
        pending: list[tuple[Shape, Any, Link]] = [(top, self._files.value(start), None)]
        while pending:
            shape, value, link = pending.pop()
            if is_object(value):
                self._visit(shape, value, file, start, link)
            below = [(part, item, (token, link)) for token, item, part in shape.below(value)]
            pending.extend(reversed(below))

    def _visit(self, shape: Shape, value: dict[str, Any], file: File, start: Pointer, link: Link) -> None:
        if self._reading.ignored.patterns and shape.others is None:
            for name in [name for name in value if name in self._reading.ignored]:
                del value[name]
        if id(value) in file.parsed.repeated:
            pointer = join(start + pointer_of(link), file.parsed.repeated[id(value)][1])
            raise InputError(f"{self._files.place(pointer)} is there more than once; keep one")
        stated = value.get("$ref")
        if not (shape.refers or shape.spread) or not isinstance(stated, str):
            return
        if (shape.kind, stated) in self._seen and file.key == ROOT and not file.schemas_with_id:
            return
        pointer = join(start + pointer_of(link), "$ref")
        try:
            self._follow(shape, value, file, pointer)
        except BrokenReferenceError as error:
            if not self._reading.lenient or len(self._ignored) == MAX_IGNORED:
                raise
            self._ignored.append(Ignored(pointer, f"names nothing that can be read: {stated!r}", error))
            del value["$ref"]

    def _follow(self, shape: Shape, value: dict[str, Any], file: File, pointer: Pointer) -> None:
        stated = value["$ref"]
        try:
            reference = (
                stated
                if id(value) in self._rewritten
                else self._files.rewrite_reference(file, stated, self._files.file(pointer)[1])
            )
        except InputError as error:
            raise self._error(pointer, stated, f"cannot be followed: {error}", BrokenReferenceError) from None
        value["$ref"] = reference
        self._rewritten.add(id(value))
        try:
            target = self._files.value(to_pointer(reference))
        except KeyError:
            there = self._files.file(to_pointer(reference))[0].parsed.name
            problem = f"names nothing in {there}; add it there or correct the reference"
            raise self._error(pointer, stated, problem, BrokenReferenceError) from None
        self._check_part(shape, target, self._files.file(to_pointer(reference))[0].key, pointer, stated)
        if shape.spread:
            self._spread(value, target, reference, pointer)
        elif (shape.kind, reference) not in self._seen:
            self._seen.add((shape.kind, reference))
            if not _is_component(shape, to_pointer(reference)):
                self._check(shape, to_pointer(reference))

    def _check_part(self, shape: Shape, target: Any, key: str, pointer: Pointer, stated: str) -> None:
        """Check that what is in another file can be part of a contract: nothing of any other file may be reported."""
        if key == ROOT or not is_object(target) or not target or "$ref" in target or shape.others is not None:
            return  # what is in a map is checked where it is referred to, or by its own form
        if shape.has_known(target):
            self._unknown[key] = None
            return
        error = self._error(pointer, stated, "names something that is not part of a contract; correct the reference")
        if any(isinstance(item, str | int | float) and not isinstance(item, bool) for item in target.values()):
            raise error
        # It may be a map from name to schema in a file that has schemas too.
        self._unknown.setdefault(key, error)

    def _spread(self, value: dict[str, Any], target: Any, reference: str, pointer: Pointer) -> None:
        """Replace a reference to another map by references to each of its properties."""
        if not is_object(target) or "$ref" in target:
            raise self._error(pointer, value["$ref"], "must name an object of components; correct the reference")
        del value["$ref"]
        base = reference if "#" in reference else f"{reference}#"
        for name in target:
            value.setdefault(name, {"$ref": f"{base}/{escape(name).replace('%', '%25')}"})

    def _error(self, pointer: Pointer, stated: str, problem: str, kind: type[InputError] = InputError) -> InputError:
        owner = pointer.removesuffix("/$ref")
        file, inside = self._files.file(owner)
        return kind(f"{file.parsed.place(inside + '/$ref')}: $ref {stated!r} at #{inside} {problem}")


def _is_used(pointer: Pointer, used: frozenset[Pointer]) -> bool:
    component = component_of(pointer)
    return component is None or component in used or pointer.startswith(SECURITY_SCHEMES)


def _is_component(shape: Shape, pointer: Pointer) -> bool:
    """Return whether an object is checked with the root, as a component."""
    if not pointer.startswith(COMPONENTS) or pointer.count("/") != 3:
        return False
    section = shape_of("components").properties.get(pointer.split("/")[2])
    return section is not None and section.others is not None and section.others.kind == shape.kind
