"""What two canonical descriptions of the same thing disagree on, and where."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from contract_diff.core import json_pointers
from scripts.openapi.schemas import NAME_MAPS

# Ours to write, never a source's to contradict.
OURS = frozenset({"example", "examples", "externalDocs"})
_TEXTS = frozenset({"description", "summary", "title"})
_SETS = frozenset({"required", "enum", "type", "tags"})


class Missing:
    """The one value of a place that a side doesn't have."""

    def __repr__(self) -> str:
        return "-"


MISSING = Missing()


class Difference(NamedTuple):
    """One place at which two sides disagree: the keys that lead to it, and what each side says there."""

    at: tuple[str, ...]
    left: Any
    right: Any


def is_ours(key: str) -> bool:
    """Whether a key is the contract's own (evidence, examples, links) and so outside every comparison."""
    return key.startswith("x-") or key in OURS


def parameter_key(parameter: Mapping[str, Any]) -> str:
    """What a parameter is known by: place and name, or the reference that stands for both."""
    return str(parameter["$ref"]) if "$ref" in parameter else f"{parameter['in']} {parameter['name']}"


def keyed(node: Any) -> Any:
    """Copy a node with its parameter lists as maps by place and name, so that order says nothing."""
    if isinstance(node, list):
        return [keyed(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _keyed_parameters(child) if key == "parameters" else keyed(child) for key, child in node.items()}


def _keyed_parameters(parameters: Any) -> Any:
    if not isinstance(parameters, list):
        return keyed(parameters)
    return {parameter_key(parameter): keyed(parameter) for parameter in parameters}


def comparable(node: Any) -> Any:
    """Reduce a node to what it says of the API: no evidence, no examples, no order, no line breaks."""
    return _reduced(keyed(node), "")


def _reduced(node: Any, key: str) -> Any:
    if isinstance(node, dict) and (key in NAME_MAPS or key == "parameters"):
        return {name: _reduced(child, "") for name, child in node.items()}
    if isinstance(node, dict):
        return {k: _reduced(v, k) for k, v in node.items() if not is_ours(k) and not says_nothing(k, v)}
    if isinstance(node, list):
        return sorted(node, key=repr) if key in _SETS else [_reduced(item, "") for item in node]
    return " ".join(node.split()) if key in _TEXTS and isinstance(node, str) else node


def says_nothing(key: str, value: Any) -> bool:
    """Whether a schema keyword states what holds without it."""
    return key == "additionalProperties" and (value is True or value == {})


def differences(left: Any, right: Any, at: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Yield the outermost places at which two nodes differ, in the left node's order."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            yield from differences(left.get(key, MISSING), right.get(key, MISSING), (*at, str(key)))
    elif left != right:
        yield Difference(at, left, right)


def pointer(document: Any, at: tuple[str, ...]) -> str:
    """JSON pointer of a place; a parameter's place and name become its index, or `-` where it has none."""
    parts = []
    for part in at:
        if isinstance(document, list):
            indices = [i for i, item in enumerate(document) if isinstance(item, dict) and parameter_key(item) == part]
            part = str(indices[0]) if indices else "-"
            document = document[indices[0]] if indices else None
        else:
            document = document.get(part) if isinstance(document, dict) else None
        parts.append(part)
    return json_pointers.join("", *parts)
