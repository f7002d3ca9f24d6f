"""`unevaluatedProperties` and `unevaluatedItems`, where they mean the same as plainer keywords.

Which properties and items stay unevaluated depends on all keywords beside them, and may depend on the value. Where it
doesn't, `unevaluatedProperties` is an `additionalProperties` for all names that are declared anywhere, and
`unevaluatedItems` is an `items`. Elsewhere the keyword is compared as a whole.
"""

from attrs import evolve

from contract_diff.core.json_values import as_array
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import ANYTHING, AllOf, ArrayPart, Arrays, NormalForm, ObjectPart, Objects

# Keywords whose evaluation of items depends on the value.
EVALUATING = frozenset(
    {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "contains", "items"}
)


def close_properties(normal_form: NormalForm, node: Node) -> NormalForm | None:
    """Return the normal form with `unevaluatedProperties` as `additionalProperties`.

    Return None if the evaluated names depend on the value.
    """
    objects = normal_form.of("object")
    if not objects:
        return normal_form
    facet = objects[0]
    if len(objects) > 1 or not isinstance(facet, Objects) or facet.extras:
        return None
    if any(part.rest_is_stated for part in facet.parts):
        return normal_form
    part = ObjectPart(
        dict[str, AllOf]({name: () for part in facet.parts for name in part.properties}),
        dict.fromkeys(facet.patterns, ()),
        all_of([node.child("unevaluatedProperties")]),
        rest_is_stated=True,
        owner=node.pointer,
    )
    closed = evolve(facet, parts=(*facet.parts, part))
    return evolve(normal_form, facets={**normal_form.facets, "object": (closed,)})


def has_static_items(node: Node) -> bool:
    """Return whether it doesn't depend on the value which items are evaluated."""
    return EVALUATING.isdisjoint(node.raw)


def limit_items(node: Node) -> NormalForm:
    """Return `unevaluatedItems` as the schema of all items after the prefix."""
    evaluated: tuple[AllOf, ...] = ((),) * len(as_array(node.raw.get("prefixItems")))
    part = ArrayPart(evaluated, all_of([node.child("unevaluatedItems")]))
    return evolve(ANYTHING, facets={**ANYTHING.facets, "array": (Arrays(type="array", parts=(part,)),)})
