"""A schema's own keywords as facets, one function a type."""

import math
from fractions import Fraction
from functools import reduce
from typing import Any

from attrs import evolve

from contract_diff.core.json_values import as_array, as_object, as_strings, is_array
from contract_diff.core.patterns import matches_everything
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.facet_intersection import intersect_numbers, snap_to_step
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
    merge_all_of,
)

# Formats that mean a range of integers (OpenAPI format registry), with their bits without the sign.
INTEGER_FORMATS = {"int8": 7, "int16": 15, "int32": 31}
# Formats that describe how to show or store a value and exclude nothing. int64 and double include every interoperable
# number (RFC 8259, section 6).
SILENT_FORMATS = frozenset({"password", "double", "int64", "html", "commonmark", "binary", "byte-size", "textarea"})
MATCHING_ALL = frozenset({"^", "", ".*"})
MAX_HIDDEN_DEPTH = 4


def declared_types(raw: dict[str, Any]) -> dict[JsonType, bool]:
    """Return the declared types, each with whether its numbers must be integers."""
    declared = raw.get("type", list(TYPES))
    names = frozenset(as_strings(declared))
    types: dict[JsonType, bool] = {kind: False for kind in TYPES if kind in names}
    if "integer" in names and "number" not in names:
        types["number"] = True
    return types


def admits_null(node: Node) -> bool:
    """Return whether `nullable` adds null.

    An enum beside it must list null too, and OpenAPI 3.0 gives it a meaning only beside `type` (3.0.3, Schema Object):
    beside `allOf` alone it adds nothing, as the branches refuse null. Beside `oneOf` and `anyOf` it is read as one
    more branch, which is what everybody means by it.
    """
    raw = as_object(node.raw)
    values = raw.get("enum")
    is_void = (is_array(values) and None not in values) or (
        node.document.is_30 and "allOf" in raw and "type" not in raw
    )
    return raw.get("nullable") is True and not is_void


def _number(value: Any) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Fraction(str(value))


def _count(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def numbers(raw: dict[str, Any], is_integer: bool) -> Numbers:
    """Return the numbers that a schema's own keywords accept; bounds and exclusive bounds apply together."""
    step = _number(raw.get("multipleOf"))
    bounds = [
        Numbers(type="number", low=_number(raw.get("minimum")), low_open=raw.get("exclusiveMinimum") is True),
        Numbers(type="number", high=_number(raw.get("maximum")), high_open=raw.get("exclusiveMaximum") is True),
        Numbers(type="number", low=_number(raw.get("exclusiveMinimum")), low_open=True),
        Numbers(type="number", high=_number(raw.get("exclusiveMaximum")), high_open=True),
        Numbers(type="number", step=abs(step) if step else None),
        _number_format(str(raw.get("format", "")), is_integer),
    ]
    return reduce(
        intersect_numbers, bounds, snap_to_step(Numbers(type="number", step=Fraction(1) if is_integer else None))
    )


def _number_format(name: str, is_integer: bool) -> Numbers:
    bits = INTEGER_FORMATS.get(name)
    if bits is not None and is_integer:
        return Numbers(type="number", low=Fraction(-(2**bits)), high=Fraction(2**bits - 1))
    is_meaningful = bool(name) and bits is None and name not in SILENT_FORMATS
    return Numbers(type="number", formats=frozenset({name}) if is_meaningful else frozenset())


def strings(node: Node, raw: dict[str, Any]) -> Strings:
    """Return the strings that a schema's own keywords accept."""
    return Strings(
        type="string",
        low=_count(raw.get("minLength")) or 0,
        high=_count(raw.get("maxLength")),
        patterns=_string_keyword(raw, "pattern") - MATCHING_ALL,
        formats=_string_keyword(raw, "format") - SILENT_FORMATS,
        encodings=_string_keyword(raw, "contentEncoding"),
        media_types=_string_keyword(raw, "contentMediaType"),
        content=all_of([node.child("contentSchema")]) if "contentSchema" in raw else (),
    )


def _string_keyword(raw: dict[str, Any], keyword: str) -> frozenset[str]:
    value = raw.get(keyword)
    return frozenset({value}) if isinstance(value, str) and value else frozenset()


def arrays(node: Node, raw: dict[str, Any]) -> Arrays:
    """Return the arrays that a schema's own keywords accept, in either spelling of tuples."""
    tuple_keyword = "prefixItems" if "prefixItems" in raw or not is_array(raw.get("items")) else "items"
    rest_keyword = "items" if tuple_keyword == "prefixItems" else "additionalItems"
    prefix = tuple(all_of([node.child(tuple_keyword, str(i))]) for i in range(len(as_array(raw.get(tuple_keyword)))))
    rest = all_of([node.child(rest_keyword)]) if rest_keyword in raw else ()
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
    """Return the objects that a schema's own keywords accept, as one view shows them."""
    properties = {name: node.child("properties", name) for name in as_object(raw.get("properties"))}
    hidden = frozenset(name for name, child in properties.items() if _is_hidden(child, view))
    part = _object_part(node, raw, properties)
    return Objects(
        type="object",
        low=_count(raw.get("minProperties")) or 0,
        high=_count(raw.get("maxProperties")),
        required=frozenset(as_strings(raw.get("required"))) - hidden,
        parts=(part,) if part.properties or part.patterns or part.rest_is_stated else (),
        names=all_of([node.child("propertyNames")]) if "propertyNames" in raw else (),
        dependent=frozenset(
            (name, needed)
            for name, listed in as_object(raw.get("dependentRequired")).items()
            for needed in as_strings(listed)
        ),
        hidden=hidden,
    )


def _object_part(node: Node, raw: dict[str, Any], properties: dict[str, Node]) -> ObjectPart:
    names = as_object(raw.get("patternProperties"))
    part = ObjectPart(
        {name: all_of([child]) for name, child in properties.items()},
        {name: all_of([node.child("patternProperties", name)]) for name in names},
        all_of([node.child("additionalProperties")]) if "additionalProperties" in raw else (),
        "additionalProperties" in raw,
        node.pointer,
    )
    everything = [pattern for pattern in part.patterns if matches_everything(frozenset({pattern}))]
    return _with_rest(part, everything) if everything else part


def _with_rest(part: ObjectPart, everything: list[str]) -> ObjectPart:
    """Replace `additionalProperties` by patterns that match every name: they leave nothing to it."""
    rest = merge_all_of(*(part.patterns[pattern] for pattern in everything))
    properties = {name: merge_all_of(schema, rest) for name, schema in part.properties.items()}
    patterns = {name: merge_all_of(schema, rest) for name, schema in part.patterns.items() if name not in everything}
    return evolve(part, properties=properties, patterns=patterns, rest=rest, rest_is_stated=True)


def _is_hidden(node: Node, view: View, depth: int = MAX_HIDDEN_DEPTH) -> bool:
    """Return whether readOnly or writeOnly hides a property: stated there, behind its $ref, or in its allOf."""
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
