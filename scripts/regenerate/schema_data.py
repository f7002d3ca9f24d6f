"""Schemas of the contract as data: each of our own keys for one keyword, with the Python names beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.coverage import EVIDENCE
from scripts.openapi.schemas import component_name, component_schemas, types_of
from scripts.regenerate.compositions import AT, is_composed_object, merged_properties

_NULL = {"type": "null"}
_UNIONS = ("anyOf", "oneOf")
# Keywords whose values are copied.
_COPIED = {
    "format": "format", "default": "default", "pattern": "pattern", "minimum": "minimum", "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum", "exclusiveMaximum": "exclusive_maximum", "multipleOf": "multiple_of",
    "minLength": "min_length", "maxLength": "max_length", "minItems": "min_items", "maxItems": "max_items",
    "uniqueItems": "unique_items", "description": "description", "deprecated": "deprecated", EVIDENCE: "evidence",
}  # fmt: skip
# What a field or a parameter says of its place; there it is beside the schema.
PLACE = frozenset({"description", "deprecated", "evidence"})


@frozen
class PythonNames:
    """The Python names at places in the contract, by JSON pointer."""

    classes: Mapping[str, str]
    members: Mapping[str, list[str]]
    attributes: Mapping[str, str]


class Schemas:
    """Writes the schemas of one contract."""

    def __init__(self, document: Document, names: PythonNames) -> None:
        self._schemas = component_schemas(document)
        self._origins = {name: json_pointers.join("/components/schemas", name) for name in self._schemas}
        self._names = names

    def named(self) -> dict[str, Document]:
        """Return every named schema."""
        return {name: self.write(schema, self._origins[name]) for name, schema in self._schemas.items()}

    def write(self, schema: Any, pointer: str) -> Document:
        """Return the data of a schema."""
        if not isinstance(schema, dict):
            return {}
        pointer = schema.get(AT, pointer)
        reference = component_name(schema) or _renamed(schema)
        entry: Document = {key: schema[keyword] for keyword, key in _COPIED.items() if keyword in schema}
        if reference is not None:
            return {"ref": reference, **entry}
        if is_composed_object(self._schemas, schema):
            properties, required = merged_properties(self._schemas, self._origins, schema, pointer)
            schema = {**schema, "type": "object", "properties": properties, "required": required}
            del schema["allOf"]
        entry |= self._types(schema) | self._enum(schema, pointer) | self._parts(schema, pointer)
        entry |= self._alternatives(schema, pointer)
        if pointer in self._names.classes:
            entry["class_name"] = self._names.classes[pointer]
        return entry

    def at_place(self, schema: Any, pointer: str) -> Document:
        """Return the data of a schema without what its field or parameter says itself."""
        return {key: value for key, value in self.write(schema, pointer).items() if key not in PLACE}

    def fields(self, schema: Document, pointer: str) -> list[Document]:
        """Return the properties of an object that is not a reference."""
        required = schema.get("required", [])
        entries: list[Document] = []
        for wire, part in schema.get("properties", {}).items():
            place = json_pointers.join(pointer, "properties", wire)
            entries.append(self._field(wire, part, place, is_required=wire in required))
        return entries

    def _field(self, wire: str, part: Any, place: str, *, is_required: bool) -> Document:
        raw: Document = part if isinstance(part, dict) else {}
        at = str(raw.get(AT, place))
        target = self._schemas.get(component_name(raw) or "", {})
        marks = {
            key: True
            for keyword, key in (("readOnly", "read_only"), ("writeOnly", "write_only"))
            if raw.get(keyword) or (isinstance(target, dict) and target.get(keyword))
        }
        return compact(
            name=wire,
            python=self._names.attributes.get(at),
            schema=self.at_place(raw, at),
            required=is_required,
            **said_of_place(raw),
            **marks,
        )

    def object_at(self, schema: Document, pointer: str) -> tuple[Document, str]:
        """Follow a schema to the object that it names, its composition written out; return it with its pointer."""
        name = component_name(schema)
        if name is not None:
            return self.object_at(self._schemas[name], self._origins[name])
        if is_composed_object(self._schemas, schema):
            properties, required = merged_properties(self._schemas, self._origins, schema, pointer)
            return {"properties": properties, "required": required}, pointer
        return schema, pointer

    def _types(self, schema: Document) -> Document:
        types = types_of(schema)
        others = [name for name in types if name != "null"]
        nullable = "null" in types or None in schema.get("enum", [])
        nullable = nullable or any(_NULL in schema.get(keyword, []) for keyword in _UNIONS)
        return compact(types=others, nullable=nullable)

    def _enum(self, schema: Document, pointer: str) -> Document:
        values = [schema["const"]] if "const" in schema else schema.get("enum")
        if not isinstance(values, list):
            return {}
        others = [value for value in values if value is not None]
        return compact(enum=others, members=self._names.members.get(pointer))

    def _parts(self, schema: Document, pointer: str) -> Document:
        entry: Document = {}
        if "properties" in schema:
            entry["fields"] = self.fields(schema, pointer)
        if isinstance(values := schema.get("additionalProperties"), dict):
            entry["values"] = self.write(values, f"{pointer}/additionalProperties")
        if schema.get("additionalProperties") is False:
            entry["closed"] = True
        items = [(part, f"{pointer}/prefixItems/{index}") for index, part in enumerate(schema.get("prefixItems", []))]
        if isinstance(schema.get("items"), dict):
            items.append((schema["items"], f"{pointer}/items"))
        written = [self.write(part, at) for part, at in items]
        if written:
            entry["items"] = written[0] if len(written) == 1 else {"any_of": written}
        return entry

    def _alternatives(self, schema: Document, pointer: str) -> Document:
        parts = [self.write(part, at) for part, at in _listed(schema, pointer, _UNIONS) if part != _NULL]
        merged = [self.write(part, at) for part, at in _listed(schema, pointer, ("allOf",))]
        entry = compact(discriminator=schema.get("discriminator", {}).get("propertyName"))
        if len(parts) > 1:
            entry["any_of"] = parts
        if len(merged) > 1 or (merged and parts):
            entry["all_of"] = merged
        alone = parts if len(parts) == 1 else merged if len(merged) == 1 and not parts else []
        return (alone[0] if alone else {}) | entry


def _renamed(schema: Document) -> str | None:
    """Return the one schema that a composition consists of, beside annotations."""
    parts = schema.get("allOf", [])
    return component_name(parts[0]) if len(parts) == 1 and "properties" not in schema else None


def _listed(schema: Document, pointer: str, keywords: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    for keyword in keywords:
        for index, part in enumerate(schema.get(keyword, [])):
            yield part, f"{pointer}/{keyword}/{index}"


def said_of_place(raw: Document) -> Document:
    """Return what the contract says of a place: its description, evidence and deprecation."""
    keywords = (keyword for keyword, key in _COPIED.items() if key in PLACE)
    return compact(**{_COPIED[keyword]: raw.get(keyword) for keyword in keywords})


def compact(**entries: Any) -> Document:
    """Return the entries that say something: neither None nor False nor empty. A name or a schema may be empty."""
    kept = {"name", "schema"}
    return {key: value for key, value in entries.items() if value not in (None, False, "", []) or key in kept}
