"""What a discriminator calls the branches of a union: a value that bears a name is a value of that branch."""

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object
from contract_diff.reading.document import Node, component_name

# A member that tells branches apart, with each name that stands for a branch there.
Names = frozenset[tuple[str, str]]


def branch_names(union: Node) -> dict[Pointer, Names]:
    """The names of each component in a discriminated union: its own, the mapping's, and what it states itself."""
    discriminator = as_object(as_object(union.raw).get("discriminator"))
    mapping, member = as_object(discriminator.get("mapping")), str(discriminator.get("propertyName"))
    found: dict[Pointer, Names] = {}
    for branch in branches_of(union) if discriminator else []:
        name = component_name(branch)
        if name is not None:
            mapped = {value for value, target in mapping.items() if target in (name, f"#{branch.pointer}")}
            found[branch.pointer] = frozenset((member, one) for one in {name, *mapped, *_stated(branch, member)})
    return found


def branches_of(union: Node) -> list[Node]:
    """Return the branches of a union, references followed."""
    return [
        union.child(keyword, str(index)).resolved()
        for keyword in ("anyOf", "oneOf")
        for index in range(len(as_array(union.raw.get(keyword))))
    ]


def _stated(branch: Node, member: str) -> set[str]:
    """The values to which a branch, or a schema that it is made of, confines the member."""
    below = range(len(as_array(as_object(branch.raw).get("allOf"))))
    parts = [branch, *(branch.child("allOf", str(index)).resolved() for index in below)]
    schemas = [as_object(as_object(as_object(part.raw).get("properties")).get(member)) for part in parts]
    values = [value for schema in schemas for value in (schema.get("const"), *as_array(schema.get("enum")))]
    return {value for value in values if isinstance(value, str)}
