"""Changes of one property: declared or not, required or not, constrained or not."""

from typing import Any

from contract_diff.changes.change import Change, Side
from contract_diff.changes.keyword_places import stated_lifecycle
from contract_diff.changes.lifecycle import announcement
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.changes.wording import show_name
from contract_diff.containment.objects import property_within
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS, Effect
from contract_diff.core.ternary import Answer
from contract_diff.schemas.conjunction import is_false
from contract_diff.schemas.normal_form import AllOf, Objects
from contract_diff.schemas.object_properties import declares, property_schema


def property_changes(scope: PairScope, base: Objects, head: Objects, name: str) -> Found:
    """Yield the changes of a property, and the pair of its schemas."""
    in_base, in_head = name in base.declared, name in head.declared
    if in_base and in_head:
        base_schema, head_schema = property_schema(base, name), property_schema(head, name)
        if base_schema != head_schema and base_schema and head_schema:
            yield scope.child(base_schema, head_schema)
        elif bool(base_schema) != bool(head_schema):
            yield from _constraint_change(scope, base, head, name)
    elif in_base or in_head:
        yield _declaration_change(scope, base, head, name)
        return
    if (name in base.required) != (name in head.required):
        effect, verb = (NARROWS, "now") if name in head.required else (WIDENS, "no longer")
        yield _property_change(scope, "required", effect, f"{show_name(name)} is {verb} required", name, base, head)


def _constraint_change(scope: PairScope, base: Objects, head: Objects, name: str) -> Found:
    """Yield the change of a property that accepts anything on one side."""

    def contains(sub: Objects, sup: Objects) -> Answer:
        return property_within(scope.subset, sub, sup, name, scope.view)

    effect = effect_of(contains, base, head)
    if effect != EQUAL:
        verb = "constrained" if property_schema(head, name) else "unconstrained"
        yield _property_change(scope, "type", effect, f"{show_name(name)} is now {verb}", name, base, head)


def _declaration_change(scope: PairScope, base: Objects, head: Objects, name: str) -> Change:
    """Return the change of a property that only one side declares, or only one side shows."""

    def contains(sub: Objects, sup: Objects) -> Answer:
        if name in sup.required and name not in sub.required:
            return Answer.UNKNOWN if name in sub.hidden else Answer.NO
        return property_within(scope.subset, sub, sup, name, scope.view)

    is_added = name in head.declared
    declaring, lacking = (head, base) if is_added else (base, head)
    if name in lacking.hidden:
        hiding = "readOnly" if scope.view.direction == "request" else "writeOnly"
        rule, verb = (
            ("property-shown", f"is no longer {hiding}") if is_added else ("property-hidden", f"is now {hiding}")
        )
    else:
        rule, verb = _addition(base) if is_added else _removal(property_schema(base, name))
    need = "required" if name in declaring.required else "optional"
    words = f"{need} property {show_name(name)} {verb}"
    if rule == "property-hidden" and need == "required" and scope.view.direction == "request":
        # The server may ignore or reject what was required before; no value shows which.
        places = _place(scope.pair.base, base, name), _place(scope.pair.head, head, name)
        return Change(rule, UNKNOWN, words, *places)
    return _property_change(scope, rule, effect_of(contains, base, head), words, name, base, head)


def _addition(base: Objects) -> tuple[str, str]:
    """Return the rule for a new property: what a closed object gains, the text excluded and clients mostly ignore."""
    if is_false(base.rest):
        return "property-added-closed", "added to a closed object"
    return "property-added", "added"


def _removal(schema: AllOf) -> tuple[str, str]:
    """Return the rule for the removal of a property, and what was announced about it."""
    announced = announcement(stated_lifecycle(schema))
    return (f"{REMOVED}-deprecated", f"removed, {announced}") if announced else (REMOVED, "removed")


REMOVED = "property-removed"


def _property_change(
    scope: PairScope, rule: str, effect: Effect, detail: str, name: str, base: Objects, head: Objects
) -> Change:
    places = _place(scope.pair.base, base, name), _place(scope.pair.head, head, name)
    declared = {"base": name in base.declared, "head": name in head.declared}

    def shows(value: Any, side: Side) -> bool:
        # The witness must contain the property if only this side declares it; otherwise it must omit it.
        is_needed = rule == "type" or (declared[side] and not all(declared.values()))
        return (name in as_object(value)) == is_needed

    return Change(rule, effect, detail, *places, scope.pair, shows)


def _place(schema: AllOf, facet: Objects, name: str) -> Pointer | None:
    """Return where a property is declared; the schema itself if it is nowhere."""
    if declares(facet, name) or name in facet.hidden:
        for part in facet.parts:
            if name in part.properties and part.owner:
                return join(part.owner, "properties", name)
    return schema[0].pointer if schema else None
