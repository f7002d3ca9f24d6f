"""Changes of a schema that no validator sees: defaults, discriminators, deprecation, names in XML."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from contract_diff.changes.change import Change, Pair, annotation, locate, made_of
from contract_diff.changes.lifecycle import LIFECYCLE_KEYWORDS, announcements
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object, as_texts, canonical, is_object
from contract_diff.core.severity import EQUAL, INCOMPARABLE, UNKNOWN, Effect
from contract_diff.reading.document import Node, component_name
from contract_diff.schemas.normal_form import Term

KNOWN_VALUES = "x-extensible-enum"


def annotation_changes(pair: Pair, today: date) -> Iterator[Change]:
    """The changes of one pair's annotations; a risk is one whose meaning the contract does not say."""
    yield from _lifecycle(pair, today)
    yield from _ineffective(pair)
    yield from _default(pair)
    yield from _discriminator(pair)
    yield from _known_values(pair)
    yield from _xml(pair)


def _change(pair: Pair, rule: str, effect: Effect, detail: str) -> Change:
    return Change(rule, effect, detail, *_places(pair, rule))


def _places(pair: Pair, keyword: str) -> tuple[Pointer | None, Pointer | None]:
    return locate(pair.base, keyword), locate(pair.head, keyword)


def _own(pair: Pair, keyword: str) -> tuple[Any, Any]:
    old, new = (as_object(term[0].raw).get(keyword) if term else None for term in pair[:2])
    return old, new


def renamed(pair: Pair) -> Iterator[Change]:
    """Tells when another component stands here, be it word for word the same."""
    old, new = (component_name(term[0]) if len(term) == 1 else None for term in pair[:2])
    if old and new and old != new:
        base, head = (term[0].pointer for term in pair[:2])
        yield Change("component-renamed", EQUAL, f"schema `{old}` is now `{new}`", base, head)


def _ineffective(pair: Pair) -> Iterator[Change]:
    """A keyword that its type makes void decides nothing, and yet somebody meant something by it."""
    if len(pair.base) != 1 or len(pair.head) != 1:
        return
    old, new = (_parts(term[0]) for term in pair[:2])
    kinds = _kinds(old)
    if kinds != _kinds(new):
        return
    for keyword, about in KEYWORD_TYPES.items():
        if about not in kinds and (keyword in as_object(old[0].raw) or keyword in as_object(new[0].raw)):
            # What only moved to a branch, or from one, changed nothing.
            was, now = _nearest(old, keyword), _nearest(new, keyword)
            if was != now:
                detail = f"{keyword} {was} to {now}, which is void for this type"
                yield Change("void-keyword", UNKNOWN, detail, *_places(pair, keyword))


def _parts(node: Node) -> list[Node]:
    """A schema, what it refers to and the branches of both, each once, itself first."""
    found, pending = list[Node](), [node]
    while pending:
        part = pending.pop(0)
        if part not in found:
            found.append(part)
            pending.extend(made_of(part, ("allOf",)) if is_object(part.raw) else [])
    return found


def _kinds(parts: list[Node]) -> frozenset[str]:
    """The types that all the parts leave."""
    kinds = ALL_KINDS
    for part in parts:
        raw = as_object(part.raw)
        stated = frozenset(as_texts(raw["type"])) if "type" in raw else ALL_KINDS
        kinds &= stated - {"integer"} | {"number"} if "integer" in stated else stated
    return kinds


def _nearest(parts: list[Node], keyword: str) -> Any:
    return next((part.raw[keyword] for part in parts if keyword in as_object(part.raw)), "none")


# The type that each assertion is about.
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


def _lifecycle(pair: Pair, today: date) -> Iterator[Change]:
    old, new = ({keyword: annotation(term, keyword) for keyword in LIFECYCLE_KEYWORDS} for term in pair[:2])
    for rule, effect, detail in announcements(_stated(old), _stated(new), today):
        yield Change(rule, effect, detail, *_places(pair, "deprecated"))


def _stated(raw: dict[str, Any]) -> dict[str, Any]:
    return {keyword: value for keyword, value in raw.items() if value is not None}


def _default(pair: Pair) -> Iterator[Change]:
    # What an omitted value means where no default is stated is for the reader of the contract to know.
    old, new = (next(map(canonical, _defaults(term)), "none") for term in pair[:2])
    if old != new:
        yield Change("default", UNKNOWN, f"default {old} to {new}", *_places(pair, "default"))


def _defaults(term: Term) -> Iterator[Any]:
    """The defaults that a schema states, the nearest first: its own, and those of what it is a conjunction of."""
    pending, seen = list(term), set[Node]()
    while pending:
        node = pending.pop(0).resolved()
        if "default" in as_object(node.raw):
            yield node.raw["default"]
        if is_object(node.raw) and node not in seen:
            seen.add(node)
            pending.extend(made_of(node, ("allOf",)))


def _known_values(pair: Pair) -> Iterator[Change]:
    """An open enumeration excludes nothing; what it no longer names may be refused all the same."""
    old, new = (frozenset(map(canonical, as_array(value))) for value in _own(pair, KNOWN_VALUES))
    for effect, verb, items in ((UNKNOWN, "no longer", old - new), (EQUAL, "now", new - old)):
        if items:
            yield _change(pair, KNOWN_VALUES, effect, f"{KNOWN_VALUES} {verb} names {', '.join(sorted(items))}")


def _xml(pair: Pair) -> Iterator[Change]:
    """How XML writes the values; a name that one side alone states may be the one that the other implies."""
    if not pair.view.xml:
        return
    old, new = (as_object(annotation(term, "xml")) for term in pair[:2])
    for keyword, implied in XML_KEYWORDS.items():
        was, now = old.get(keyword, implied), new.get(keyword, implied)
        if was != now:
            effect = UNKNOWN if keyword == "name" and None in (was, now) else INCOMPARABLE
            yield _change(pair, "xml", effect, f"{keyword} in XML {_word(was)} to {_word(now)}")


# What decides how XML writes a value, with what is implied; prefixes stand for namespaces only.
XML_KEYWORDS = {"name": None, "namespace": None, "attribute": False, "wrapped": False, "nodeType": None}


def _word(value: Any) -> str:
    return "none" if value is None else canonical(value)


def _discriminator(pair: Pair) -> Iterator[Change]:
    old, new = (as_object(annotation(term, "discriminator")) for term in pair[:2])
    if old == new:
        return
    if not old or not new:
        yield _change(pair, "discriminator", EQUAL, f"discriminator {'added' if new else 'removed'}")
        return
    if old.get("propertyName") != new.get("propertyName"):
        detail = f"discriminator property {old.get('propertyName')!r} to {new.get('propertyName')!r}"
        yield _change(pair, "discriminator", UNKNOWN, detail)
    yield from _mapping(pair, as_object(old.get("mapping")), as_object(new.get("mapping")))


def _mapping(pair: Pair, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            verb = "added" if name not in old else "removed" if name not in new else "moved"
            effect = EQUAL if verb == "added" else UNKNOWN
            yield _change(pair, "discriminator", effect, f"mapping of {name!r} {verb}")
