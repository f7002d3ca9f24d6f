"""Which schema stands for a member of an object, all parts taken together."""

from contract_diff.core.patterns import matches
from contract_diff.schemas.normal_form import ObjectPart, Objects, Term, merge_terms


def member(facet: Objects, name: str) -> Term:
    """The schema of the member with this name."""
    known = facet.members.get(name)
    if known is None:
        parts = () if name in facet.hidden else facet.parts
        known = facet.members[name] = merge_terms(*(_member_of(part, name) for part in parts))
    return known


def _member_of(part: ObjectPart, name: str) -> Term:
    found = [part.properties[name]] if name in part.properties else []
    found.extend(term for pattern, term in part.patterns.items() if matches(pattern, name))
    return merge_terms(*found) if found else part.rest


def pattern_member(facet: Objects, pattern: str) -> Term:
    """The schema of members whose name matches this pattern and is not declared."""
    return merge_terms(*(part.patterns.get(pattern, part.rest) for part in facet.parts))


def declares(facet: Objects, name: str) -> bool:
    """Whether some part speaks about this name."""
    return name in facet.declared or any(matches(pattern, name) for pattern in facet.patterns)
