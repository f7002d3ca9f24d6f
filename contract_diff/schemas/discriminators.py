"""Discriminators: which tag selects which branch of a union."""

from typing import Any

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object
from contract_diff.reading.document import Node, component_name
from contract_diff.schemas.normal_form import Tags

COMPONENT_PREFIX = "#/components/schemas/"


def branch_tags(union: Node) -> dict[Pointer, Tags]:
    """Return the tags of each component in a union with a discriminator; nothing for other unions.

    A component is selected by its own name, by each name that the mapping has for it, and by the values that its
    schema allows for the property.
    """
    discriminator = as_object(as_object(union.raw).get("discriminator"))
    mapping, key = as_object(discriminator.get("mapping")), str(discriminator.get("propertyName"))
    tags: dict[Pointer, Tags] = {}
    for branch in branches_of(union) if discriminator else []:
        name = component_name(branch)
        if name is not None:
            mapped = {value for value, target in mapping.items() if target in (name, f"#{branch.pointer}")}
            tags[branch.pointer] = frozenset((key, value) for value in {name, *mapped, *_stated(branch, key)})
    return tags


def target_of(target: Any) -> Any:
    """Return the name of the component that a mapping names, by itself or by a reference.

    Example:
        >>> target_of("#/components/schemas/Cat"), target_of("Cat")
        ('Cat', 'Cat')
    """
    return target.removeprefix(COMPONENT_PREFIX) if isinstance(target, str) else target


def branches_of(union: Node) -> list[Node]:
    """Return the branches of a union, references followed."""
    return [
        union.child(keyword, str(index)).resolved()
        for keyword in ("anyOf", "oneOf")
        for index in range(len(as_array(union.raw.get(keyword))))
    ]


def _stated(branch: Node, key: str) -> set[str]:
    """Return the strings to which a branch, or a schema in its allOf, limits a property."""
    count = len(as_array(as_object(branch.raw).get("allOf")))
    parts = [branch, *(branch.child("allOf", str(index)).resolved() for index in range(count))]
    schemas = [as_object(as_object(as_object(part.raw).get("properties")).get(key)) for part in parts]
    values = [value for schema in schemas for value in (schema.get("const"), *as_array(schema.get("enum")))]
    return {value for value in values if isinstance(value, str)}
