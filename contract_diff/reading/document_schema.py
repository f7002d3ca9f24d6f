"""What the parts of an OpenAPI document must look like for the contract diff to read them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import yaml

from contract_diff.core.ecma_patterns import compiled, translate
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.json_values import as_object, is_array, is_object

TABLE = Path(__file__).with_name("document_schema.yaml")
MAX_PROBLEMS = 50
MAX_SHOWN = 40


class Problem(NamedTuple):
    """What is wrong, and where below the value that was checked."""

    pointer: Pointer
    message: str


@dataclass
class Shape:
    """Where in a value further parts are, each with its shape.

    Attributes:
        members: the shapes of members by name.
        others: the shape of every other member.
        prefix: what the names of those members begin with.
        ignored: with this prefix they are nothing to read.
        items: the shape of items.
        refers: a `$ref` here stands for the part.
        spread: a `$ref` here stands for the members of a map.
    """

    kind: str = ""
    members: dict[str, "Shape"] = field(default_factory=dict[str, "Shape"])
    others: "Shape | None" = None
    prefix: str = ""
    ignored: str = ""
    items: "Shape | None" = None
    refers: bool = False
    spread: bool = False

    def below(self, value: Any) -> Iterator[tuple[str, Any, "Shape"]]:
        """The parts of a value that have a shape."""
        if is_object(value):
            for key, item in value.items():
                shape = self.members.get(key) or self._other(key)
                if shape is not None and (is_object(item) or is_array(item)):
                    yield key, item, shape
        elif is_array(value) and self.items is not None:
            for index, item in enumerate(value):
                if is_object(item) or is_array(item):
                    yield str(index), item, self.items

    def _other(self, key: str) -> "Shape | None":
        if self.others is None or not key.startswith(self.prefix):
            return None
        return None if self.ignored and key.startswith(self.ignored) else self.others


def shape_of(kind: str) -> Shape:
    """The shape of a kind of part, such as `document` or `schema`."""
    return _shapes()[kind]


def problems(kind: str, value: Any) -> list[Problem]:
    """What keeps a value from being of a kind; the first few."""
    try:
        errors = list(islice(_validator(kind).iter_errors(value), MAX_PROBLEMS))
    except ValueError:  # the library follows values only so deep
        return [Problem("", "is nested too deeply; flatten it")]
    return [_problem(error, value) for error in errors]


@lru_cache(maxsize=4096)
def is_pattern(text: str) -> bool:
    """Whether some reading of regular expressions can make sense of a text.

    Example:
        >>> is_pattern("^[a-z]+$"), is_pattern("^(a")
        (True, False)
    """
    return any(compiled(reading) or _is_valid({"pattern": reading}) for reading in (text, translate(text)))


@lru_cache(maxsize=4096)
def validated_pattern(text: str) -> str:
    """A pattern as the validator reads it, where it does."""
    translated = translate(text)
    return translated if _is_valid({"pattern": translated}) else text


def _is_valid(schema: dict[str, Any]) -> bool:
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except (jsonschema_rs.ValidationError, ValueError):
        return False
    return True


@cache
def _definitions() -> dict[str, Any]:
    return as_object(as_object(yaml.safe_load(TABLE.read_text(encoding="utf-8")))["$defs"])


@cache
def _validator(kind: str) -> jsonschema_rs.Draft202012Validator:
    schema = {"$ref": f"#/$defs/{kind}", "$defs": _definitions()}
    return jsonschema_rs.Draft202012Validator(schema, formats={"pattern": is_pattern}, validate_formats=True)


@cache
def _shapes() -> dict[str, Shape]:
    shapes = {kind: Shape(kind) for kind in _definitions()}
    for kind, definition in _definitions().items():
        _fill(shapes[kind], definition, shapes)
    return shapes


def _fill(shape: Shape, definition: dict[str, Any], shapes: dict[str, Shape]) -> None:
    """Read the places of further parts off a definition."""
    for name, part in as_object(definition.get("properties")).items():
        if name == "$ref":
            shape.spread = "spread" in definition
            shape.refers = not shape.spread
        else:
            shape.members[name] = _shape(part, shapes)
    for pattern, part in as_object(definition.get("patternProperties")).items():
        if part is True:
            shape.ignored = pattern.removeprefix("^")
        else:
            shape.others, shape.prefix = _shape(part, shapes), pattern.removeprefix("^")
    if "additionalProperties" in definition:
        shape.others = _shape(definition["additionalProperties"], shapes)
    if "items" in definition:
        shape.items = _shape(definition["items"], shapes)
    for branch in (definition[keyword] for keyword in ("then", "else") if keyword in definition):
        if "$ref" in branch:
            shape.kind = _kind(branch)
        _fill(shape, _definitions()[shape.kind] if "$ref" in branch else branch, shapes)


def _shape(part: dict[str, Any], shapes: dict[str, Shape]) -> Shape:
    if "$ref" in part:
        return shapes[_kind(part)]
    shape = Shape()
    _fill(shape, part, shapes)
    return shape


def _kind(part: dict[str, Any]) -> str:
    return str(part["$ref"]).removeprefix("#/$defs/")


def _problem(error: jsonschema_rs.ValidationError, value: Any) -> Problem:
    pointer = _pointer(error.instance_path, value)
    details = error.kind.as_dict()
    if error.kind.name == "required":
        return Problem(pointer, f"lacks `{details['property']}`; add it")
    wanted = _wanted(error.schema_path)
    if error.kind.name == "propertyNames":
        return Problem(join(pointer, details["error"].instance), f"must be {wanted}; correct the name")
    return Problem(pointer, f"must be {wanted}, but is {shown(error.instance)}; correct it")


def _pointer(path: list[str | int], value: Any) -> Pointer:
    """The pointer of a path, in which the library gives keys of digits as numbers and leaves empty ones out."""
    pointer = ""
    for token in path:
        known = _keys(value)
        if token not in known:
            break
        pointer, value = join(pointer, str(known[token])), value[known[token]]
    return pointer


def _keys(value: Any) -> dict[str | int, Any]:
    if is_object(value):
        return {int(key) if key.isdecimal() else key: key for key in value}
    return {index: index for index in range(len(value))} if is_array(value) else {}


def _wanted(path: list[str | int]) -> str:
    """The description nearest to the keyword that failed."""
    node: Any = {"$defs": _definitions()}
    wanted = "something else"
    for token in path:
        node = node[token]
        wanted = as_object(node).get("description", wanted)
    return wanted


def shown(value: Any) -> str:
    """A value in a few words.

    Example:
        >>> shown(3), shown("a"), shown([1])
        ('the number 3', 'the text "a"', 'a list')
    """
    if is_object(value) or is_array(value):
        return "an object" if is_object(value) else "a list"
    kind = "text" if isinstance(value, str) else "number"
    text = json.dumps(value, ensure_ascii=False)
    text = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."
    return text if value is None or isinstance(value, bool) else f"the {kind} {text}"
