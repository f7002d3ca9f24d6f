"""The schema of one property of an object, all parts taken together."""

from collections.abc import Collection

from contract_diff.core.patterns import matches
from contract_diff.schemas.normal_form import AllOf, ObjectPart, Objects, merge_all_of


def property_schema(facet: Objects, name: str) -> AllOf:
    """Return the schema of the property with this name."""
    known = facet.known_properties.get(name)
    if known is None:
        parts = () if name in facet.hidden else facet.parts
        known = facet.known_properties[name] = merge_all_of(*(_schema_in_part(part, name) for part in parts))
    return known


def _schema_in_part(part: ObjectPart, name: str) -> AllOf:
    schemas = [part.properties[name]] if name in part.properties else []
    schemas.extend(schema for pattern, schema in part.patterns.items() if matches(pattern, name))
    return merge_all_of(*schemas) if schemas else part.rest


def needed_names(facet: Objects, names: Collection[str]) -> set[str]:
    """Return names with those that they require by `dependentRequired`, directly or not."""
    needed, pending = set(names), list(names)
    while pending:
        owner = pending.pop()
        more = {dependent for trigger, dependent in facet.dependent if trigger == owner} - needed
        needed |= more
        pending.extend(more)
    return needed


def pattern_schema(facet: Objects, pattern: str) -> AllOf:
    """Return the schema of properties whose name matches this pattern and isn't declared."""
    return merge_all_of(*(part.patterns.get(pattern, part.rest) for part in facet.parts))


def declares(facet: Objects, name: str) -> bool:
    """Return whether some part describes this name."""
    return name in facet.declared or any(matches(pattern, name) for pattern in facet.patterns)
