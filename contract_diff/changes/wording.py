"""How the details of changes write values, names and types."""

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from contract_diff.core.json_values import as_object, as_strings, is_array
from contract_diff.reading.document import Node
from contract_diff.schemas.normal_form import TYPES, JsonType, NormalForm, Numbers

MAX_REQUIRED = 3


def show(value: Any) -> str:
    """Return the value of a keyword as people write it."""
    if value is None:
        return "none"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else str(float(value))
    return json.dumps(value)


def show_set(items: Iterable[str]) -> str:
    """Return several strings in one line."""
    return " and ".join(sorted(items)) or "none"


def show_name(name: str) -> str:
    """Return a name as code."""
    return f"`{name}`"


def show_branch(node: Node) -> str:
    """Return a branch's title, its component's name, the constants that select it, or its number and what it states."""
    raw = as_object(node.raw)
    title, last = raw.get("title"), node.pointer.rsplit("/", 1)[-1]
    if last.isdecimal() and not title and (tags := _constants(raw)):
        return show_name(", ".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in tags.items()))
    stated = _summary(raw) if last.isdecimal() and not title else ""
    return show_name(title or last) + (f" ({stated})" if stated else "")


def _summary(raw: dict[str, Any]) -> str:
    """Return the types of a branch, or else the properties that it requires."""
    required = list(map(show_name, as_strings(raw.get("required"))))[:MAX_REQUIRED]
    return " or ".join(as_strings(raw.get("type"))) or (f"requires {' and '.join(required)}" if required else "")


def _constants(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the required properties of a branch that have one value."""
    properties = {name: as_object(child) for name, child in as_object(raw.get("properties")).items()}
    listed = {name: [child["const"]] if "const" in child else child.get("enum") for name, child in properties.items()}
    required = as_strings(raw.get("required"))
    return {
        name: items[0] for name, items in listed.items() if name in required and is_array(items) and len(items) == 1
    }


def show_type(normal_form: NormalForm, kind: JsonType) -> str:
    """Return the name of a type in a normal form: numbers that are all integers are called so."""
    facets = normal_form.of(kind)
    is_integer = all(isinstance(facet, Numbers) and facet.step is not None for facet in facets)
    return "integer" if kind == "number" and is_integer else kind


def show_types(normal_form: NormalForm) -> str:
    """Return the names of all types in a normal form."""
    return " or ".join(show_type(normal_form, kind) for kind in TYPES if normal_form.of(kind)) or "nothing"


def show_type_change(removed: list[str], added: list[str]) -> str:
    """Return which types are no longer allowed, and which now are."""
    if removed and added:
        return f"{' or '.join(removed)} became {' or '.join(added)}"
    return f"{' or '.join(removed)} is no longer allowed" if removed else f"{' or '.join(added)} is now allowed"
