"""Changes of a schema that validators ignore: defaults, discriminators, deprecation, names in XML."""

from collections.abc import Iterator
from typing import Any

from contract_diff.changes.change import Change, Pair
from contract_diff.changes.keyword_places import annotation, applied_by, composed_of, locate, stated_lifecycle
from contract_diff.changes.lifecycle import Calendar, announcements
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object, as_strings, canonical, is_object
from contract_diff.core.severity import EQUAL, INCOMPARABLE, UNKNOWN, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node, component_name
from contract_diff.reading.extensions import Extensions
from contract_diff.schemas.discriminators import target_of
from contract_diff.schemas.keywords import INTEGER_FORMATS, admits_null
from contract_diff.schemas.normal_form import AllOf

KNOWN_VALUES = "x-extensible-enum"


def annotation_changes(pair: Pair, calendar: Calendar, extensions: Extensions) -> Iterator[Change]:
    """Yield the changes of one pair's annotations; they are risky if the contract doesn't define their meaning."""
    yield from _lifecycle(pair, calendar)
    yield from _ineffective(pair)
    yield from _ineffective_nullable(pair)
    yield from _number_format(pair)
    yield from _title(pair)
    yield from _default(pair)
    yield from _discriminator(pair)
    yield from _known_values(pair)
    yield from _xml(pair)
    yield from _extensions(pair, extensions)


def _change(pair: Pair, rule: str, effect: Effect, detail: str) -> Change:
    return Change(rule, effect, detail, *_places(pair, rule))


def _places(pair: Pair, keyword: str) -> tuple[Pointer | None, Pointer | None]:
    return locate(pair.base, keyword), locate(pair.head, keyword)


def _own(pair: Pair, keyword: str) -> tuple[Any, Any]:
    base, head = (as_object(schema[0].raw).get(keyword) if schema else None for schema in pair.sides)
    return base, head


def renamed(pair: Pair) -> Iterator[Change]:
    """Yield a change if another component is referred to here, even an identical one."""
    base, head = (component_name(schema[0]) if len(schema) == 1 else None for schema in pair.sides)
    if base and head and base != head:
        base_place, head_place = (schema[0].pointer for schema in pair.sides)
        yield Change("component-renamed", EQUAL, f"schema `{base}` is now `{head}`", base_place, head_place)


def _ineffective(pair: Pair) -> Iterator[Change]:
    """Yield the changes of keywords without effect on this type: their author probably meant something else."""
    if len(pair.base) != 1 or len(pair.head) != 1:
        return
    base_parts, head_parts = (_parts(schema[0]) for schema in pair.sides)
    kinds = _kinds(base_parts)
    if kinds != _kinds(head_parts):
        return
    for keyword, kind in KEYWORD_TYPES.items():
        is_own = any(keyword in as_object(parts[0].raw) for parts in (base_parts, head_parts))
        if kind not in kinds and is_own:
            # A keyword that only moved to a branch, or from one, didn't change.
            base, head = _nearest(base_parts, keyword), _nearest(head_parts, keyword)
            if base != head:
                detail = f"{keyword} {base} to {head}, which has no effect on this type"
                yield Change("void-keyword", UNKNOWN, detail, *_places(pair, keyword))


def _ineffective_nullable(pair: Pair) -> Iterator[Change]:
    """Yield a change of `nullable` where it adds no null: its author meant that there may be one."""
    if len(pair.base) != 1 or len(pair.head) != 1 or any(admits_null(schema[0]) for schema in pair.sides):
        return
    base, head = (value is True for value in _own(pair, "nullable"))
    if base != head:
        reason = "beside an enum without null" if any(_own(pair, "enum")) else "without a type"
        detail = f"nullable {canonical(base)} to {canonical(head)}, which has no effect {reason}"
        yield Change("void-keyword", _meant_null(head), detail, *_places(pair, "nullable"))
    base, head = (_lists_void_null(schema[0]) for schema in pair.sides)
    if base != head and all(_own(pair, "enum")) and all(_own(pair, "type")):
        detail = f"enum {'now' if head else 'no longer'} lists null, which has no effect on this type"
        yield Change("void-keyword", _meant_null(head), detail, *_places(pair, "enum"))


def _meant_null(head: bool) -> Effect:
    return Effect(Answer.YES, Answer.UNKNOWN) if head else Effect(Answer.UNKNOWN, Answer.YES)


def _lists_void_null(node: Node) -> bool:
    """Return whether an enum lists null, and the type beside it excludes null."""
    raw = as_object(node.raw)
    return "type" in raw and "null" not in as_strings(raw["type"]) and None in as_array(raw.get("enum"))


# Formats of numbers that exclude nothing, but decide the type in typed clients.
WIDTHS = frozenset({"int64", "float", "double"})


def _number_format(pair: Pair) -> Iterator[Change]:
    """Yield a change if a number loses its format, or gets another one, without effect on the values."""
    base, head = annotation(pair.base, "format", applied_by), annotation(pair.head, "format")
    kinds = as_strings(annotation(pair.head, "type", applied_by))
    if kinds and {"integer", "number"}.isdisjoint(kinds):
        return  # another type is a change of its own
    if base in WIDTHS and base != head and head not in INTEGER_FORMATS:
        yield _change_at(pair, "number-format", "format", f"format {base} to {head or 'none'}")


# Keywords of schemas for which generators write a class.
CLASS_KEYWORDS = frozenset({"properties", "enum", "allOf", "anyOf", "oneOf"})


def _title(pair: Pair) -> Iterator[Change]:
    """Yield another title of a schema that is written in place: generated classes are named after it."""
    if len(pair.base) != 1 or len(pair.head) != 1 or any(component_name(schema[0]) for schema in pair.sides):
        return
    base, head = _own(pair, "title")
    if base != head and all(CLASS_KEYWORDS & as_object(schema[0].raw).keys() for schema in pair.sides):
        yield _change_at(pair, "title", "title", f"title {base or 'none'} to {head or 'none'}")


def _change_at(pair: Pair, rule: str, keyword: str, detail: str) -> Change:
    return Change(rule, EQUAL, detail, *_places(pair, keyword))


def _parts(node: Node) -> list[Node]:
    """Return a schema and everything that it combines by $ref and allOf, each once, itself first."""
    parts, pending = list[Node](), [node]
    while pending:
        part = pending.pop(0)
        if part not in parts:
            parts.append(part)
            pending.extend(composed_of(part, ("allOf",)) if is_object(part.raw) else [])
    return parts


def _kinds(parts: list[Node]) -> frozenset[str]:
    """Return the types that all parts allow."""
    kinds = ALL_KINDS
    for part in parts:
        raw = as_object(part.raw)
        stated = frozenset(as_strings(raw["type"])) if "type" in raw else ALL_KINDS
        kinds &= stated - {"integer"} | {"number"} if "integer" in stated else stated
    return kinds


def _nearest(parts: list[Node], keyword: str) -> Any:
    return next((part.raw[keyword] for part in parts if keyword in as_object(part.raw)), "none")


# The type that each keyword constrains.
KEYWORD_TYPES: dict[str, str] = {
    keyword: kind
    for kind, keywords in (
        ("string", ("minLength", "maxLength", "pattern")),
        ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
        ("array", ("minItems", "maxItems", "uniqueItems", "items")),
        ("object", ("minProperties", "maxProperties", "required", "additionalProperties")),
    )
    for keyword in keywords
}
ALL_KINDS = frozenset({"null", "boolean", *KEYWORD_TYPES.values()})


def _lifecycle(pair: Pair, calendar: Calendar) -> Iterator[Change]:
    base, head = map(stated_lifecycle, pair.sides)
    for rule, effect, detail in announcements(base, head, calendar):
        yield Change(rule, effect, detail, *_places(pair, "deprecated"))


def _default(pair: Pair) -> Iterator[Change]:
    # The contract doesn't define what an omitted value means without a default.
    base, head = (next(map(canonical, _defaults(schema)), "none") for schema in pair.sides)
    if base != head:
        yield Change("default", UNKNOWN, f"default {base} to {head}", *_places(pair, "default"))


def _defaults(schema: AllOf) -> Iterator[Any]:
    """Yield the defaults of a schema and of everything that it combines by $ref and allOf, the nearest first."""
    pending, seen = list(schema), set[Node]()
    while pending:
        node = pending.pop(0).resolved()
        if "default" in as_object(node.raw):
            yield node.raw["default"]
        if is_object(node.raw) and node not in seen:
            seen.add(node)
            pending.extend(composed_of(node, ("allOf",)))


def _known_values(pair: Pair) -> Iterator[Change]:
    """Yield the changes of an open enumeration: it excludes nothing, but a value that it omits may be refused."""
    base, head = (frozenset(map(canonical, as_array(value))) for value in _own(pair, KNOWN_VALUES))
    for effect, verb, items in ((UNKNOWN, "no longer", base - head), (EQUAL, "now", head - base)):
        if items:
            yield _change(pair, KNOWN_VALUES, effect, f"{KNOWN_VALUES} {verb} names {', '.join(sorted(items))}")


def _xml(pair: Pair) -> Iterator[Change]:
    """Yield the changes of how XML writes values; a name that only one side states may be the other's implied name."""
    if not pair.view.xml:
        return
    base_xml, head_xml = (as_object(annotation(schema, "xml")) for schema in pair.sides)
    for keyword, implied in XML_KEYWORDS.items():
        base, head = base_xml.get(keyword, implied), head_xml.get(keyword, implied)
        if base != head:
            effect = UNKNOWN if keyword == "name" and None in (base, head) else INCOMPARABLE
            yield _change(pair, "xml", effect, f"{keyword} in XML {_show(base)} to {_show(head)}")


# The keywords that decide how XML writes a value, with their implied values. A prefix only abbreviates a namespace.
XML_KEYWORDS = {"name": None, "namespace": None, "attribute": False, "wrapped": False, "nodeType": None}


def _show(value: Any) -> str:
    return "none" if value is None else canonical(value)


def _extensions(pair: Pair, extensions: Extensions) -> Iterator[Change]:
    if len(pair.base) == len(pair.head) == 1:
        base, head = (schema[0] for schema in pair.sides)
        for detail in extensions.changes(base.raw, head.raw):
            yield Change("extension", EQUAL, detail, base.pointer, head.pointer)


def _discriminator(pair: Pair) -> Iterator[Change]:
    base, head = (as_object(annotation(schema, "discriminator", applied_by)) for schema in pair.sides)
    if base == head:
        return
    if not base or not head:
        yield _change(pair, "discriminator", EQUAL, f"discriminator {'added' if head else 'removed'}")
        return
    if base.get("propertyName") != head.get("propertyName"):
        detail = f"discriminator property {base.get('propertyName')!r} to {head.get('propertyName')!r}"
        yield _change(pair, "discriminator", UNKNOWN, detail)
    if target_of(base.get("defaultMapping")) != target_of(head.get("defaultMapping")):
        detail = f"default mapping {base.get('defaultMapping', 'none')} to {head.get('defaultMapping', 'none')}"
        yield _change(pair, "discriminator", UNKNOWN, detail)
    yield from _mapping(pair, as_object(base.get("mapping")), as_object(head.get("mapping")))


def _mapping(pair: Pair, base: dict[str, Any], head: dict[str, Any]) -> Iterator[Change]:
    for name in sorted(base.keys() | head.keys()):
        if target_of(base.get(name)) != target_of(head.get(name)):
            verb = "added" if name not in base else "removed" if name not in head else "moved"
            effect = EQUAL if verb == "added" else UNKNOWN
            yield _change(pair, "discriminator", effect, f"mapping of {name!r} {verb}")
