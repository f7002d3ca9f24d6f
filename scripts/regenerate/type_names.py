"""Python types of the generator's parsed properties, for reading a field and for passing an argument."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from openapi_python_client.parser import properties as kinds
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.union import UnionProperty

from scripts.contract import Document
from scripts.openapi.schemas import resolve_reference
from scripts.regenerate.naming import argument_name

Named = TypeVar("Named")


def properties_of(model: kinds.ModelProperty) -> list[Any]:
    """Return every property of a model."""
    return [*(model.required_properties or []), *(model.optional_properties or [])]


class TypeNames:
    """The names of types. It needs the models, because a reference to a model doesn't contain its fields."""

    def __init__(self, models: Mapping[str, kinds.ModelProperty]) -> None:
        self._models = models
        self._open: list[str] = []  # the maps whose values are being named

    def read(self, prop: Any) -> str:
        """Return the type of a field for reading."""
        if isinstance(prop, DateTimeProperty):
            return "datetime.datetime"
        if isinstance(prop, FileProperty):
            return "str"
        if isinstance(prop, kinds.EnumProperty):
            return str(prop.class_info.name)
        return self._name(prop, self.read, lists="list", objects="dict")

    def passed(self, prop: Any) -> str:
        """Return the type of an argument: a date or timestamp may also be a string, an enum also a documented value."""
        if isinstance(prop, DateTimeProperty):
            return "datetime.datetime | str"
        if isinstance(prop, DateProperty):
            return "datetime.date | str"
        if isinstance(prop, FileProperty):
            return "bytes"
        if isinstance(prop, kinds.EnumProperty):
            return f"{prop.class_info.name} | {prop.class_info.name}Value"
        return self._name(prop, self.passed, lists="Sequence", objects="Mapping")

    def _name(self, prop: Any, inner: Callable[[Any], str], *, lists: str, objects: str) -> str:
        if isinstance(prop, UnionProperty):
            members = [inner(member) for member in _members(prop)]
            return " | ".join(dict.fromkeys(sorted(members, key=lambda member: member == "None")))
        if isinstance(prop, ListProperty):
            return f"{lists}[{inner(prop.inner_property)}]"
        if isinstance(prop, kinds.ModelProperty):
            if not self.is_free(prop):
                return str(prop.class_info.name)
            return f"{objects}[str, {next(iter(self._of_values(prop, inner)), 'Any')}]"
        return str(prop.get_type_string(no_optional=True).as_unembedded_code())

    def is_free(self, prop: Any) -> bool:
        """Return whether a type is an object without known fields."""
        if not isinstance(prop, kinds.ModelProperty):
            return False
        return not properties_of(self._models.get(str(prop.class_info.name), prop))

    def _of_values(self, prop: kinds.ModelProperty, use: Callable[[Any], Named]) -> list[Named]:
        """Use the type of a map's values, unless the map is inside itself."""
        name = str(prop.class_info.name)
        values = self._models.get(name, prop).additional_properties
        if values is None or name in self._open:
            return []
        self._open.append(name)
        try:
            return [use(values)]
        finally:
            self._open.remove(name)

    def classes(self, prop: Any) -> Iterator[str]:
        """Yield the models and enums that a type refers to."""
        for part in _members(prop):
            if isinstance(part, ListProperty):
                yield from self.classes(part.inner_property)
            elif isinstance(part, kinds.ModelProperty) and self.is_free(part):
                for names in self._of_values(part, lambda values: list(self.classes(values))):
                    yield from names
            elif isinstance(part, kinds.EnumProperty | kinds.ModelProperty):
                yield str(part.class_info.name)

    def holds_models(self, prop: Any) -> bool:
        """Return whether a value of the type may be a model or contain one."""
        return not self._models.keys().isdisjoint(list(self.classes(prop)))

    def is_rows(self, prop: Any) -> bool:
        """Return whether a field is always a list of models without models inside."""
        if not (isinstance(prop, ListProperty) and prop.required and self.holds_models(prop)):
            return False
        row = self._models.get(self.read(prop.inner_property))
        return row is not None and not any(map(self.holds_models, properties_of(row)))


def _members(prop: Any) -> list[Any]:
    """Return the types of a union and of the unions in it, or the type alone."""
    if not isinstance(prop, UnionProperty):
        return [prop]
    return [member for inner in prop.inner_properties for member in _members(inner)]


def bounds_of(document: Document, raw: Document, type_: str) -> str | None:
    """Return the code of a parameter's argument, type and limits; None without limits, or if models may be passed."""
    schema = _without_null(document, raw["schema"])
    keywords = ("minLength", "maxLength") if schema.get("type") == "string" else ("minimum", "maximum")
    low, high = (schema.get(keyword) for keyword in keywords)
    kinds_by_type = {"string": "str", "integer": "int", "number": "int | float"}
    kind = kinds_by_type.get(str(schema.get("type")))
    passed = set(type_.split(" | "))
    if kind is None or not passed <= {"str", "int", "float", "None"} or (low is None and high is None):
        return None
    kind += " | None" if "None" in passed else ""
    name = argument_name(raw["name"], raw.get("x-sdk-name"))
    return f"({name!r}, {kind}, {low!r}, {high!r})"


def _without_null(document: Document, schema: Document) -> Document:
    """Return what a schema refers to, with its one type beside null."""
    resolved: Document = resolve_reference(document, schema)
    for keyword in ("anyOf", "oneOf"):
        others = [part for part in resolved.get(keyword, []) if part != {"type": "null"}]
        if len(others) == 1:
            return _without_null(document, others[0])
    types = resolved.get("type")
    others = [name for name in types if name != "null"] if isinstance(types, list) else [types]
    return {**resolved, "type": others[0] if len(others) == 1 else None}
