"""Whether keywords moved from one part of a schema to another: to another conjunct, or into branches and out of them.

Then comparing part with part would report as removed and added what applies as before.
"""

from contract_diff.changes.keyword_places import composed_of
from contract_diff.changes.match_branches import match_branches
from contract_diff.core.json_values import as_array, as_object, as_strings, canonical, is_object
from contract_diff.reading.document import Node
from contract_diff.schemas.identical import Sameness

# Keywords that constrain values wherever in a conjunction they are.
LIMITS = frozenset(
    {
        *("minLength", "maxLength", "pattern", "format", "enum", "const", "minItems", "maxItems", "uniqueItems"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minProperties", "maxProperties"),
    }
)
# A property or a required name, or a keyword with its value.
Stated = frozenset[tuple[str, str]]


def keywords_moved(base: Node, head: Node, sameness: Sameness) -> bool:
    """Return whether one part of the base lost what another part of the head got."""
    removed, added = _own(base) - _own(head), _own(head) - _own(base)
    into, out_of = _in_branches(head) - _in_branches(base), _in_branches(base) - _in_branches(head)
    return not (removed.isdisjoint(into) and added.isdisjoint(out_of)) or _moved_between_conjuncts(base, head, sameness)


def _in_branches(node: Node) -> Stated:
    return Stated().union(*map(_all, composed_of(node, ("anyOf", "oneOf"))))


def _moved_between_conjuncts(base: Node, head: Node, sameness: Sameness) -> bool:
    if not any("allOf" in as_object(node.raw) for node in (base, head)):
        return False
    matched = match_branches(_conjuncts(base), _conjuncts(head), sameness)
    pairs = [(_own(base), _own(head))]
    pairs += [(_all(base_part), _all(head_part)) for base_part, head_part in matched.pairs]
    pairs += [(_all(part), Stated()) for part in matched.removed] + [(Stated(), _all(part)) for part in matched.added]
    removed = Stated().union(*(base_items - head_items for base_items, head_items in pairs))
    added = Stated().union(*(head_items - base_items for base_items, head_items in pairs))
    return not removed.isdisjoint(added)


def _conjuncts(node: Node) -> list[Node]:
    return [part.resolved() for part in composed_of(node, ("allOf",))]


def _all(node: Node) -> Stated:
    """Return what a conjunct states, with everything that it refers to and combines."""
    pending, seen = [node], set[Node]()
    while pending:
        part = pending.pop()
        if part not in seen and is_object(part.raw):
            seen.add(part)
            pending.extend(composed_of(part, ("allOf",)))
    return Stated().union(*map(_own, seen))


def _own(node: Node) -> Stated:
    raw = as_object(node.raw)
    names = [("properties", name) for name in as_object(raw.get("properties"))]
    names += [("required", name) for name in as_strings(as_array(raw.get("required")))]
    return Stated({*names, *((keyword, canonical(raw[keyword])) for keyword in LIMITS & raw.keys())})
