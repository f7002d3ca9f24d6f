"""What a lenient reading ignores instead of refusing the contract, and whether an operation uses it."""

from typing import Any

from attrs import frozen

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer, join, split
from contract_diff.core.json_values import as_object, is_array, is_object, objects_in
from contract_diff.reading.document_files import Files, to_pointer
from contract_diff.reading.document_schema import Shape

COMPONENTS = "/components/"
# They are used by name.
SECURITY_SCHEMES = "/components/securitySchemes/"


class BrokenReferenceError(InputError):
    """A `$ref` leads nowhere."""


@frozen
class Ignored:
    """A part of a contract that wasn't read.

    Attributes:
        problem: What is wrong with it.
        error: How the contract is refused if it can't do without this part; None if it can.
        is_used: Whether an operation may depend on it.
    """

    pointer: Pointer
    problem: str
    error: InputError | None = None
    is_used: bool = True


def keyword_at(shape: Shape, value: Any, pointer: Pointer) -> Pointer | None:
    """Return the pointer of the innermost property of a schema that is or has what a pointer leads to.

    Args:
        shape: The shape of the value.
        value: A value that has problems.
        pointer: The place of a problem in it.

    Returns:
        The pointer, or None if the problem is not in a schema, which could be read without one of its properties.
    """
    current: Shape | None = shape
    keyword, way, in_schema = None, "", False
    for token in split(pointer):
        in_schema = in_schema or (current is not None and current.kind == "schema")
        way = join(way, token)
        if in_schema and is_object(value):
            keyword = way
        below = () if current is None else current.below(value)
        current = next((part for name, _, part in below if name == token), None)
        value = _child(value, token)
    return keyword


def remove(files: Files, pointer: Pointer) -> None:
    """Remove a property of an object."""
    above, _, token = pointer.rpartition("/")
    files.value(above).pop(split(f"/{token}")[0], None)


def used_components(files: Files) -> frozenset[Pointer]:
    """Return the pointers of the root's components that operations depend on, directly or not."""
    root = as_object(files.root.parsed.root)
    outside = [value for key, value in root.items() if key != "components"]
    pending: list[Any] = [*outside, *(file.parsed.root for file in files.others.values())]
    used = set[Pointer]()
    while pending:
        for item in objects_in(pending.pop()):
            for pointer in _named(item):
                component = component_of(pointer)
                if component is not None and component not in used:
                    used.add(component)
                    pending.append(_value(files, component))
    return frozenset(used)


def component_of(pointer: Pointer) -> Pointer | None:
    """Return the component that a pointer leads into; None if it leads elsewhere."""
    return "/".join(pointer.split("/")[:4]) if pointer.startswith(COMPONENTS) and pointer.count("/") >= 3 else None


def _named(item: dict[str, Any]) -> list[Pointer]:
    """Return the pointers that an object names."""
    mapping = as_object(as_object(item.get("discriminator")).get("mapping"))
    stated = [item.get("$ref"), *mapping.values()]
    names = [name for name in mapping.values() if isinstance(name, str)]
    return [
        *(to_pointer(reference) for reference in stated if isinstance(reference, str)),
        *(join(f"{COMPONENTS}schemas", name) for name in names),
    ]


def _value(files: Files, pointer: Pointer) -> Any:
    try:
        return files.value(pointer)
    except KeyError:
        return None


def _child(value: Any, token: str) -> Any:
    if is_object(value):
        return value.get(token)
    return value[int(token)] if is_array(value) and token.isdecimal() and int(token) < len(value) else None
