"""The schema of what is read of an OpenAPI document: problems of its objects, and where objects contain others."""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
from attrs import define, field

from contract_diff.core.ecma_patterns import compiled, translate
from contract_diff.core.json_pointers import Pointer, join
from contract_diff.core.json_values import as_object, is_array, is_object
from contract_diff.core.safe_text import shorten
from contract_diff.core.yaml_files import read_yaml_file

TABLE = Path(__file__).with_name("document_schema.yaml")
MAX_PROBLEMS = 50
MAX_SHOWN = 40
# Properties of many kinds of objects, or of schemas, that are not compared.
COMMON = frozenset(
    {"$anchor", "$comment", "$id", "$schema", "const", "default", "description", "example", "examples", "externalDocs",
     "summary", "title", "xml"}
)  # fmt: skip


class Problem(NamedTuple):
    """A problem of a value, and the pointer of its place below that value."""

    pointer: Pointer
    message: str


@define
class Shape:
    """Where a kind of object contains others, each with its own shape.

    Attributes:
        kind: The name of its definition.
        properties: The shapes of properties by name.
        others: The shape of all other properties.
        prefix: What the names of those properties start with.
        ignored: What the names of properties start with that are not read.
        items: The shape of items.
        refers: Whether a `$ref` here stands for the object.
        spread: Whether a `$ref` here stands for the properties of a map.
    """

    kind: str = ""
    properties: dict[str, "Shape"] = field(factory=dict[str, "Shape"])
    others: "Shape | None" = None
    prefix: str = ""
    ignored: str = ""
    items: "Shape | None" = None
    refers: bool = False
    spread: bool = False

    def below(self, value: Any) -> Iterator[tuple[str, Any, "Shape"]]:
        """Yield the values within a value that have a shape, each with its token."""
        if is_object(value):
            for key, item in value.items():
                shape = self.properties.get(key) or self._other(key)
                if shape is not None and (is_object(item) or is_array(item)):
                    yield key, item, shape
        elif is_array(value) and self.items is not None:
            for index, item in enumerate(value):
                if is_object(item) or is_array(item):
                    yield str(index), item, self.items

    def has_known(self, value: dict[str, Any]) -> bool:
        """Return whether an object has any property that such an object has."""
        return any(key in self.properties or key in COMMON or key.startswith("x-") for key in value)

    def _other(self, key: str) -> "Shape | None":
        if self.others is None or not key.startswith(self.prefix):
            return None
        return None if self.ignored and key.startswith(self.ignored) else self.others


def shape_of(kind: str) -> Shape:
    """Return the shape of a kind of object, such as `document` or `schema`."""
    return _shapes()[kind]


def find_problems(kind: str, value: Any, *, quoting: bool = True) -> list[Problem]:
    """Return the first few problems of a value that should be of a kind.

    Args:
        kind: The kind.
        value: The value.
        quoting: Whether the messages may quote it; a file that somebody refers to may be anything.
    """
    try:
        errors = list(islice(_validator(kind).iter_errors(value), MAX_PROBLEMS))
    except ValueError:  # the library has a limit on depth
        return [Problem("", "is nested too deeply; flatten it")]
    return [_problem(error, value, quoting) for error in errors]


@lru_cache(maxsize=4096)
def is_pattern(pattern: str) -> bool:
    """Return whether a string is a regular expression in some dialect.

    Example:
        >>> is_pattern("^[a-z]+$"), is_pattern("^(a")
        (True, False)
    """
    return any(compiled(reading) or _is_valid({"pattern": reading}) for reading in (pattern, translate(pattern)))


@lru_cache(maxsize=4096)
def validated_pattern(pattern: str) -> str:
    """Return a pattern as the validator reads it; unchanged if it doesn't."""
    translated = translate(pattern)
    return translated if _is_valid({"pattern": translated}) else pattern


def _is_valid(schema: dict[str, Any]) -> bool:
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except (jsonschema_rs.ValidationError, ValueError):
        return False
    return True


@cache
def _definitions() -> dict[str, Any]:
    return as_object(as_object(read_yaml_file(TABLE))["$defs"])


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
    """Add to a shape what a definition contains."""
    for name, part in as_object(definition.get("properties")).items():
        if name == "$ref":
            shape.spread = "spread" in definition
            shape.refers = not shape.spread
        else:
            shape.properties[name] = _shape(part, shapes)
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


def _problem(error: jsonschema_rs.ValidationError, value: Any, quoting: bool) -> Problem:
    pointer = _pointer(error.instance_path, value)
    details = error.kind.as_dict()
    if error.kind.name == "required":
        return Problem(pointer, f"lacks `{details['property']}`; add it")
    expected = _expected(error.schema_path)
    if error.kind.name == "propertyNames":
        return Problem(join(pointer, details["error"].instance), f"must be {expected}; correct the name")
    found = describe_value(error.instance) if quoting else _describe_type(error.instance)
    return Problem(pointer, f"must be {expected}, but is {found}; correct it")


def _pointer(path: list[str | int], value: Any) -> Pointer:
    """Return the pointer of a path. The library returns keys of digits as numbers and omits empty keys."""
    pointer = ""
    for token in path:
        keys = _keys(value)
        if token not in keys:
            break
        pointer, value = join(pointer, str(keys[token])), value[keys[token]]
    return pointer


def _keys(value: Any) -> dict[str | int, Any]:
    if is_object(value):
        return {int(key) if key.isdecimal() else key: key for key in value}
    return {index: index for index in range(len(value))} if is_array(value) else {}


def _expected(path: list[str | int]) -> str:
    """Return the description nearest to the keyword that failed."""
    node: Any = {"$defs": _definitions()}
    expected = "something else"
    for token in path:
        node = node[token]
        expected = as_object(node).get("description", expected)
    return expected


def describe_value(value: Any) -> str:
    """Describe a value in a few words.

    Example:
        >>> describe_value(3), describe_value("a"), describe_value([1])
        ('the number 3', 'the string "a"', 'a list')
    """
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return _describe_type(value)
    text = shorten(json.dumps(value, ensure_ascii=False), MAX_SHOWN)
    return f"the {'string' if isinstance(value, str) else 'number'} {text}"


def _describe_type(value: Any) -> str:
    """Describe a value without quoting it."""
    if is_object(value) or is_array(value):
        return "an object" if is_object(value) else "a list"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return "a string" if isinstance(value, str) else "a number"
