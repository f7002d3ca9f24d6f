"""A oneOf whose branches require one property each: an object has exactly one of these properties.

Written so, each branch excludes what the others require, and no value matches several of them.
"""

from contract_diff.core.json_pointers import join
from contract_diff.core.json_values import as_object, as_strings
from contract_diff.reading.document import ANNOTATIONS, Node
from contract_diff.schemas.normal_form import AllOf, NormalForm, ObjectPart, Objects


def required_choice(branches: list[Node]) -> list[NormalForm]:
    """Return the branches, each without the properties of the others; nothing if they aren't of this form."""
    names = [_required_name(branch) for branch in branches]
    if None in names or len(set(names)) < len(names) or len(names) < 2:
        return []
    # `false` as a schema has no place of its own; it stands where the excluding branch requires the property.
    excluded: dict[str, AllOf] = {
        name: (Node(branch.document, join(branch.pointer, "required", "0"), False),)
        for name, branch in zip(names, branches, strict=True)
        if name is not None
    }
    return [
        _with_only(name, {other: schema for other, schema in excluded.items() if other != name}) for name in excluded
    ]


def _required_name(branch: Node) -> str | None:
    raw = as_object(branch.raw)
    required = as_strings(raw.get("required"))
    is_plain = raw.keys() - ANNOTATIONS <= {"required", "type"} and raw.get("type", "object") == "object"
    return required[0] if is_plain and "$ref" not in raw and len(required) == 1 else None


def _with_only(name: str, excluded: dict[str, AllOf]) -> NormalForm:
    objects = Objects(type="object", required=frozenset({name}), parts=(ObjectPart(excluded),))
    return NormalForm({"object": (objects,)})
