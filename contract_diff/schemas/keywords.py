"""A schema's own keywords as facets, one function a type."""

import math
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Any

from contract_diff.core.json_values import as_array, as_object, as_texts, is_array
from contract_diff.core.patterns import matches_everything
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import make_term
from contract_diff.schemas.intersection import meet_numbers, snap
from contract_diff.schemas.normal_form import (
    TYPES,
    ArrayPart,
    Arrays,
    JsonType,
    Numbers,
    ObjectPart,
    Objects,
    Strings,
    View,
    merge_terms,
)

# Formats that promise a range of integers (OpenAPI format registry).
INTEGER_FORMATS = {"int8": 7, "int16": 15, "int32": 31}
# Formats that say how to show or store a value, and exclude none; int64 and double hold every number that is
# interoperable (RFC 8259, section 6).
SILENT_FORMATS = frozenset({"password", "double", "int64", "html", "commonmark", "binary", "byte-size", "textarea"})


def declared_types(raw: dict[str, Any]) -> dict[JsonType, bool]:
    """The declared types; the value says whether numbers must be whole."""
    declared = raw.get("type", list(TYPES))
    names = frozenset(as_texts(declared))
    types: dict[JsonType, bool] = {kind: False for kind in TYPES if kind in names}
    if "integer" in names and "number" not in names:
        types["number"] = True
    return types


def admits_null(raw: dict[str, Any]) -> bool:
    """Whether `nullable` adds null: an enum beside it must list null as well (OpenAPI 3.0, clarified)."""
    values = raw.get("enum")
    return raw.get("nullable") is True and not (is_array(values) and None not in values)


def _number(value: Any) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Fraction(str(value))


def _count(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def numbers(raw: dict[str, Any], whole: bool) -> Numbers:
    facet = Numbers(type="number", step=Fraction(1) if whole else None)
    step = _number(raw.get("multipleOf"))
    bounds = [
        Numbers(type="number", low=_number(raw.get("minimum")), low_open=raw.get("exclusiveMinimum") is True),
        Numbers(type="number", high=_number(raw.get("maximum")), high_open=raw.get("exclusiveMaximum") is True),
        Numbers(type="number", low=_number(raw.get("exclusiveMinimum")), low_open=True),
        Numbers(type="number", high=_number(raw.get("exclusiveMaximum")), high_open=True),
        Numbers(type="number", step=abs(step) if step else None),
        _number_format(str(raw.get("format", "")), whole),
    ]
    return reduce(meet_numbers, bounds, snap(facet))


def _number_format(name: str, whole: bool) -> Numbers:
    bits = INTEGER_FORMATS.get(name)
    if bits is not None and whole:
        return Numbers(type="number", low=Fraction(-(2**bits)), high=Fraction(2**bits - 1))
    spoken = bool(name) and bits is None and name not in SILENT_FORMATS
    return Numbers(type="number", formats=frozenset({name}) if spoken else frozenset())


def strings(node: Node, raw: dict[str, Any]) -> Strings:
    def word(keyword: str) -> frozenset[str]:
        value = raw.get(keyword)
        return frozenset({value}) if isinstance(value, str) and value else frozenset()

    patterns = frozenset(pattern for pattern in word("pattern") if pattern not in ("^", "", ".*"))
    return Strings(
        type="string",
        low=_count(raw.get("minLength")) or 0,
        high=_count(raw.get("maxLength")),
        patterns=patterns,
        formats=word("format") - SILENT_FORMATS,
        encodings=word("contentEncoding"),
        media_types=word("contentMediaType"),
        content=make_term([node.child("contentSchema")]) if "contentSchema" in raw else (),
    )


def arrays(node: Node, raw: dict[str, Any]) -> Arrays:
    tuple_keyword = "prefixItems" if "prefixItems" in raw or not is_array(raw.get("items")) else "items"
    rest_keyword = "items" if tuple_keyword == "prefixItems" else "additionalItems"
    prefix = tuple(make_term([node.child(tuple_keyword, str(i))]) for i in range(len(as_array(raw.get(tuple_keyword)))))
    rest = make_term([node.child(rest_keyword)]) if rest_keyword in raw else ()
    while prefix and prefix[-1] == rest:
        prefix = prefix[:-1]
    return Arrays(
        type="array",
        low=_count(raw.get("minItems")) or 0,
        high=_count(raw.get("maxItems")),
        unique=raw.get("uniqueItems") is True,
        parts=(ArrayPart(prefix, rest),) if prefix or rest else (),
    )


def objects(node: Node, raw: dict[str, Any], view: View) -> Objects:
    properties = {name: node.child("properties", name) for name in as_object(raw.get("properties"))}
    hidden = frozenset(name for name, child in properties.items() if _is_hidden(child, view))
    part = _for_all_names(
        ObjectPart(
            {name: make_term([child]) for name, child in properties.items()},
            {
                name: make_term([node.child("patternProperties", name)])
                for name in as_object(raw.get("patternProperties"))
            },
            make_term([node.child("additionalProperties")]) if "additionalProperties" in raw else (),
            "additionalProperties" in raw,
            node.pointer,
        )
    )
    speaks = part.properties or part.patterns or part.rest_is_stated
    return Objects(
        type="object",
        low=_count(raw.get("minProperties")) or 0,
        high=_count(raw.get("maxProperties")),
        required=frozenset(as_texts(raw.get("required"))) - hidden,
        parts=(part,) if speaks else (),
        names=make_term([node.child("propertyNames")]) if "propertyNames" in raw else (),
        dependent=frozenset(
            (name, other)
            for name, others in as_object(raw.get("dependentRequired")).items()
            for other in as_texts(others)
        ),
        hidden=hidden,
    )


def _for_all_names(part: ObjectPart) -> ObjectPart:
    """A pattern that every name matches leaves nothing to `additionalProperties`: it takes that one's place."""
    everything = [pattern for pattern in part.patterns if matches_everything(frozenset({pattern}))]
    if not everything:
        return part
    whole = merge_terms(*(part.patterns[pattern] for pattern in everything))
    properties = {name: merge_terms(term, whole) for name, term in part.properties.items()}
    patterns = {name: merge_terms(term, whole) for name, term in part.patterns.items() if name not in everything}
    return replace(part, properties=properties, patterns=patterns, rest=whole, rest_is_stated=True)


def _is_hidden(node: Node, view: View, depth: int = 4) -> bool:
    """readOnly stands on the property, behind its $ref, or in an allOf of it."""
    keyword = "readOnly" if view.direction == "request" else "writeOnly"
    raw = as_object(node.raw)
    if raw.get(keyword) is True and not ("$ref" in raw and node.document.is_30):
        return True
    if depth == 0:
        return False
    below = [node.child("allOf", str(index)) for index in range(len(as_array(raw.get("allOf"))))]
    if "$ref" in raw:
        below.append(node.document.target(node))
    return any(_is_hidden(child, view, depth - 1) for child in below)
