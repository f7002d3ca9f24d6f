"""Where two canonical descriptions of the same thing differ."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contract_diff.core import json_pointers
from scripts.openapi.schemas import NAME_MAPS

# The keys that lead to a place in a document. A parameter is known by location and name (`query limit`).
Place = tuple[str, ...]

# Keys that the contract adds and no source can contradict.
EDITORIAL_KEYS = frozenset({"example", "examples", "externalDocs"})
PROSE_KEYS = frozenset({"description", "summary", "title"})
_UNORDERED_KEYS = frozenset({"required", "enum", "type", "tags"})


class Missing:
    """The type of MISSING, the value of a place that a side lacks."""

    def __repr__(self) -> str:
        return "-"


MISSING = Missing()


class Difference(NamedTuple):
    """One place at which base and head differ, and the value of each there."""

    place: Place
    base: Any
    head: Any


def is_editorial(key: str) -> bool:
    """Return whether a key is the contract's own (evidence, examples, links), which no comparison regards."""
    return key.startswith("x-") or key in EDITORIAL_KEYS


def parameter_key(parameter: Mapping[str, Any]) -> str:
    """Return what identifies a parameter: location and name, or its reference."""
    return str(parameter["$ref"]) if "$ref" in parameter else f"{parameter['in']} {parameter['name']}"


def key_parameters(node: Any) -> Any:
    """Copy a node with each list of parameters as a map by location and name, so that their order doesn't matter."""
    if isinstance(node, list):
        return [key_parameters(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _key_list(child) if key == "parameters" else key_parameters(child) for key, child in node.items()}


def _key_list(parameters: Any) -> Any:
    if not isinstance(parameters, list):
        return key_parameters(parameters)
    return {parameter_key(parameter): key_parameters(parameter) for parameter in parameters}


def make_comparable(node: Any) -> Any:
    """Reduce a node to what it states about the API: without evidence, examples, order and line breaks."""
    return _reduce(key_parameters(node), "")


def _reduce(node: Any, key: str) -> Any:
    if isinstance(node, dict) and (key in NAME_MAPS or key == "parameters"):
        return {name: _reduce(child, "") for name, child in node.items()}
    if isinstance(node, dict):
        return {
            name: _reduce(child, name)
            for name, child in node.items()
            if not is_editorial(name) and not is_redundant(name, child)
        }
    if isinstance(node, list):
        return sorted(node, key=repr) if key in _UNORDERED_KEYS else [_reduce(item, "") for item in node]
    return " ".join(node.split()) if key in PROSE_KEYS and isinstance(node, str) else node


def is_redundant(keyword: str, value: Any) -> bool:
    """Return whether a schema keyword states its default."""
    return keyword == "additionalProperties" and (value is True or value == {})


def find_differences(base: Any, head: Any, place: Place = ()) -> Iterator[Difference]:
    """Yield the outermost places at which two nodes differ, in the base's order.

    Example:
        >>> list(find_differences({"type": "string"}, {"type": "integer", "minimum": 0}))
        [Difference(place=('type',), base='string', head='integer'), Difference(place=('minimum',), base=-, head=0)]
    """
    if isinstance(base, dict) and isinstance(head, dict):
        for key in [*base, *(key for key in head if key not in base)]:
            yield from find_differences(base.get(key, MISSING), head.get(key, MISSING), (*place, str(key)))
    elif base != head:
        yield Difference(place, base, head)


def to_pointer(document: Any, place: Place) -> str:
    """Return the JSON pointer of a place; a parameter that the document lacks becomes `-`."""
    keys = []
    for key in place:
        if isinstance(document, list):
            index = _parameter_index(document, key)
            key, document = ("-", None) if index is None else (str(index), document[index])
        else:
            document = document.get(key) if isinstance(document, dict) else None
        keys.append(key)
    return json_pointers.join("", *keys)


def _parameter_index(parameters: list[Any], key: str) -> int | None:
    keys = [parameter_key(parameter) if isinstance(parameter, dict) else None for parameter in parameters]
    return keys.index(key) if key in keys else None
