"""Python types for the generator's parsed properties: as they are read, and as they are passed."""

from collections.abc import Iterator, Mapping
from typing import Any

from openapi_python_client.parser import properties as kinds
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.union import UnionProperty

from scripts.contract import Document
from scripts.regenerate.naming import argument_name


def properties_of(model: kinds.ModelProperty) -> list[Any]:
    """Every property of a model."""
    return [*(model.required_properties or []), *(model.optional_properties or [])]


class TypeNames:
    """Names types; it knows the models, because a reference to one doesn't know its fields."""

    def __init__(self, models: Mapping[str, kinds.ModelProperty]) -> None:
        self._models = models

    def read(self, prop: Any) -> str:
        """The type of a field as it is read."""
        if isinstance(prop, DateTimeProperty):
            return "datetime.datetime"
        if isinstance(prop, kinds.EnumProperty):
            return str(prop.class_info.name)
        return self._name(prop, self.read, lists="list", objects="dict[str, Any]")

    def passed(self, prop: Any) -> str:
        """The type of a value as it is passed: a time stamp may be text, an enum a documented value."""
        if isinstance(prop, DateTimeProperty):
            return "datetime.datetime | str"
        if isinstance(prop, kinds.EnumProperty):
            return f"{prop.class_info.name} | {prop.class_info.name}Value"
        return self._name(prop, self.passed, lists="Sequence", objects="Mapping[str, Any]")

    def _name(self, prop: Any, inner: Any, *, lists: str, objects: str) -> str:
        if isinstance(prop, UnionProperty):
            members = [inner(member) for member in prop.inner_properties]
            return " | ".join(dict.fromkeys(sorted(members, key=lambda member: member == "None")))
        if isinstance(prop, ListProperty):
            return f"{lists}[{inner(prop.inner_property)}]"
        if isinstance(prop, kinds.ModelProperty):
            return objects if self.is_free(prop) else str(prop.class_info.name)
        return str(prop.get_type_string(no_optional=True).as_unembedded_code())

    def is_free(self, prop: Any) -> bool:
        """Whether a type is an object without known fields."""
        if not isinstance(prop, kinds.ModelProperty):
            return False
        return not properties_of(self._models.get(str(prop.class_info.name), prop))

    def classes(self, prop: Any) -> Iterator[str]:
        """The models and enums that a type names."""
        for part in _parts(prop):
            if isinstance(part, ListProperty):
                yield from self.classes(part.inner_property)
            elif isinstance(part, kinds.EnumProperty | kinds.ModelProperty) and not self.is_free(part):
                yield str(part.class_info.name)

    def holds_models(self, prop: Any) -> bool:
        """Whether a value of the type may be a model, or have one in it."""
        return not self._models.keys().isdisjoint(self.classes(prop))

    def is_rows(self, prop: Any) -> bool:
        """Whether a field always holds a list of models, with no models in these."""
        if not (isinstance(prop, ListProperty) and prop.required and self.holds_models(prop)):
            return False
        row = self._models.get(self.read(prop.inner_property))
        return row is not None and not any(map(self.holds_models, properties_of(row)))


def _parts(prop: Any) -> list[Any]:
    return list(prop.inner_properties) if isinstance(prop, UnionProperty) else [prop]


def bounds_of(raw: Document) -> str | None:
    """The code of a parameter's argument, type and limits; None is no value of what is required or has a default."""
    schema = raw.get("schema", {})
    words = ("minLength", "maxLength") if schema.get("type") == "string" else ("minimum", "maximum")
    low, high = (schema.get(word) for word in words)
    kind = {"string": "str", "integer": "int"}.get(str(schema.get("type")), "int | float")
    kind += "" if raw.get("required") or schema.get("default") is not None else " | None"
    name = argument_name(raw["name"], raw.get("x-sdk-name"))
    return None if low is None and high is None else f"({name!r}, {kind}, {low!r}, {high!r})"
