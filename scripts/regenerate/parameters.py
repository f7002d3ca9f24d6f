"""Parameters of operations: where each is declared, in which order they are passed, and how each is written."""

import re
from collections.abc import Iterator

from scripts.contract import Document
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import resolve_reference, types_of
from scripts.openapi.values import make_validator

_STYLES = {
    ("array", "form", True): "",
    ("array", "form", False): ",",
    ("array", "spaceDelimited", False): " ",
    ("array", "pipeDelimited", False): "|",
    ("object", "form", True): "flat",
    ("object", "deepObject", True): "deep",
    ("object", "deepObject", False): "deep",
}
# OpenAPI ignores header parameters of these names: the media types and the security describe them.
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})


def parameters_of(document: Document, path: str, operation: Document, at: str = "") -> list[tuple[Document, str]]:
    """Return every parameter of an operation and its path, each with its JSON pointer; path parameters by position."""
    above = at.rsplit("/", 1)[0]
    found: dict[tuple[str, str], tuple[Document, str]] = {}
    for holder, pointer in ((document["paths"][path], above), (operation, at)):
        for index, raw in enumerate(holder.get("parameters", [])):
            place = str(raw["$ref"]).removeprefix("#") if "$ref" in raw else f"{pointer}/parameters/{index}"
            parameter = resolve_reference(document, raw)
            if parameter["in"] != "header" or parameter["name"].lower() not in _IGNORED_HEADERS:
                found[parameter["name"], parameter["in"]] = (parameter, place)
    order = {name: position for position, name in enumerate(placeholders(path))}
    return sorted(
        found.values(), key=lambda entry: order.get(entry[0]["name"], 0) if entry[0]["in"] == "path" else len(order)
    )


def placeholders(path: str) -> list[str]:
    """Return the names of a path's parameters, in the order of the path."""
    return re.findall(r"\{([^}]*)\}", path)


def parameter_problems(
    document: Document, path: str, operation: Document, pointer: str, label: str
) -> Iterator[Problem]:
    """Yield what can't be sent as the contract says."""
    found = parameters_of(document, path, operation, pointer)
    for raw, place in found:
        if problem := _problem(document, raw):
            yield Problem(place, f"{label}: the parameter {raw['name']} {problem} in overlays/spec")
    declared = [raw["name"] for raw, _ in found if raw["in"] == "path"]
    if sorted(placeholders(path)) != sorted(declared):
        names = sorted(set(placeholders(path)) ^ set(declared)) or placeholders(path)
        yield Problem(
            pointer,
            f"{label}: the placeholders of the path are not its path parameters ({', '.join(names)}); "
            "correct one of them in overlays/spec",
        )


def _problem(document: Document, raw: Document) -> str | None:
    if raw["in"] not in ("path", "query", "header"):
        return f"is sent in a {raw['in']}, which is not supported; remove it"
    if not isinstance(raw.get("schema"), dict):
        return "has no schema, and content is not supported; write a schema"
    if not _is_valid_default(document, raw["schema"]):
        return "has a default that its schema doesn't allow; correct or remove the default"
    kind = kind_of_parameter(document, raw)
    if raw["in"] == "header" and _is_too_rich(resolve_reference(document, raw["schema"])):
        return "is a date or has several types, which a header can't have here; make it a string"
    if raw["in"] != "query":
        plain = kind == "scalar" and raw.get("style", "simple") == "simple"
        return None if plain else f"is an {kind} or has a style, which a {raw['in']} can't have here; make it a string"
    if kind == "scalar" or style_of(document, raw) is not None:
        return None
    style, explode = raw.get("style", "form"), raw.get("explode")
    return f"has a style that is not supported ({style}, explode {explode}); declare form or deepObject"


def _is_valid_default(document: Document, schema: Document) -> bool:
    default = resolve_reference(document, schema).get("default")
    if default is None:  # no default, or nothing is sent
        return True
    return bool(make_validator(schema, document).is_valid(default))


def _is_too_rich(schema: Document) -> bool:
    return (
        schema.get("format") in ("date", "date-time")
        or len(types_of(schema)) > 1
        or bool({"anyOf", "oneOf"} & set(schema))
    )


def style_of(document: Document, raw: Document) -> str | None:
    """Return how a list or an object is written in the query: "" repeats the parameter; None is not supported."""
    kind, style = kind_of_parameter(document, raw), raw.get("style", "form")
    return "" if kind == "scalar" else _STYLES.get((kind, style, bool(raw.get("explode", style == "form"))))


def kind_of_parameter(document: Document, raw: Document) -> str:
    """Return whether a parameter is an array, an object or a scalar."""
    schema: Document = resolve_reference(document, raw.get("schema", {}))
    parts = [
        schema,
        *(resolve_reference(document, part) for word in ("anyOf", "oneOf", "allOf") for part in schema.get(word, [])),
    ]
    for kind, keyword in (("object", "properties"), ("array", "items")):
        if any(kind in types_of(part) or keyword in part for part in parts):
            return kind
    return "scalar"
