"""Names for inline schemas: an inline enum or object becomes a component.

The generator would name it too, but it mangles the values of an inline enum and doesn't report where a class came from.
"""

from itertools import chain, count
from typing import Any

from attrs import define, field

from contract_diff.core import json_pointers
from scripts.contract import Document, operations
from scripts.regenerate.class_names import class_name, is_taken, module_name
from scripts.regenerate.compositions import AT

# The JSON pointer into the contract of each schema, by its name.
Origins = dict[str, str]
# Marks an alternative that the contract writes as the schema itself.
OWN_PLACE = "x-sdk-own-place"
# Annotations that stay where the schema was.
_ANNOTATIONS = ("description", "readOnly", "writeOnly", "deprecated")


@define
class _Namer:
    schemas: Document
    origins: Origins
    modules: set[str] = field(factory=set[str])
    enums: set[str] = field(factory=set[str])

    def name_nested(self, schema: Document, name: str, at: str) -> None:
        properties: Document = schema.get("properties", {})
        for key, part in properties.items():
            properties[key] = self.name_schema(part, f"{name}_{key}", json_pointers.join(at, "properties", key))
        for keyword, suffix in (("items", "item"), ("additionalProperties", "value")):
            if keyword in schema:
                schema[keyword] = self.name_schema(schema[keyword], f"{name}_{suffix}", f"{at}/{keyword}")
        for keyword in ("anyOf", "oneOf"):
            self.name_alternatives(schema.get(keyword, []), name, f"{at}/{keyword}")
        for index, part in enumerate(schema.get("allOf", [])):
            self.name_nested(part, name, f"{at}/allOf/{index}")

    def name_alternatives(self, alternatives: list[Any], name: str, at: str) -> None:
        several = sum(alternative != {"type": "null"} for alternative in alternatives) > 1
        for index, alternative in enumerate(alternatives):
            alternative_name = f"{name}_{index}" if several else name
            place = at.rsplit("/", 1)[0] if alternative.pop(OWN_PLACE, False) else f"{at}/{index}"
            alternatives[index] = self.name_schema(alternative, alternative_name, place)

    def name_schema(self, schema: Any, name: str, at: str) -> Any:
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        name = self.free_name(name, is_enum="enum" in schema) if _is_class(schema) else name
        self.name_nested(schema, name, at)
        if not _is_class(schema):
            return schema
        self.schemas[name], self.origins[name] = schema, schema.pop(AT, at)
        self.take(name, schema)
        annotations = {key: schema[key] for key in _ANNOTATIONS if key in schema}
        return {"$ref": f"#/components/schemas/{name}", **annotations}

    def free_name(self, name: str, *, is_enum: bool) -> str:
        """Return a name whose class and module no other schema has."""
        candidates = chain((name, f"{name}_inline"), (f"{name}_inline_{number}" for number in count(2)))
        return next(candidate for candidate in candidates if self.is_free(candidate, is_enum=is_enum))

    def is_free(self, name: str, *, is_enum: bool) -> bool:
        module = module_name(name)
        # An enum's module has a type alias for its values too.
        is_alias = module.endswith("_value") and module.removesuffix("_value") in self.enums
        hides = is_enum and module_name(f"{name}_value") in self.modules
        return not (module in self.modules or is_taken(class_name(name)) or is_alias or hides)

    def take(self, name: str, schema: Document) -> None:
        self.modules.add(module_name(name))
        if "enum" in schema:
            self.enums.add(module_name(name))


def _is_class(schema: Document) -> bool:
    composed = any(isinstance(part, dict) and part.get("properties") for part in schema.get("allOf", []))
    return "enum" in schema or bool(schema.get("properties")) or composed


def name_inline_schemas(document: Document, origins: Origins) -> None:
    """Move inline enums and objects to components/schemas, and add the origin of each."""
    schemas: Document = document["components"]["schemas"]
    namer = _Namer(schemas, origins)
    for name, schema in schemas.items():
        namer.take(name, schema)
    for name in list(schemas):
        namer.name_nested(schemas[name], name, origins[name])
    for path, verb, operation in operations(document):
        at = json_pointers.join("/paths", path, verb)
        for holder, name, pointer in _schema_holders(document["paths"][path], operation, at):
            holder["schema"] = namer.name_schema(holder["schema"], name, f"{pointer}/schema")
    for section in ("parameters", "requestBodies", "responses"):
        for name, part in document["components"].get(section, {}).items():
            for holder in (part, *part.get("content", {}).values()):
                if isinstance(holder.get("schema"), dict):
                    at = json_pointers.join("/components", section, name, "schema")
                    holder["schema"] = namer.name_schema(holder["schema"], name, at)


def _schema_holders(item: Document, operation: Document, at: str) -> list[tuple[Document, str, str]]:
    """Return what contains a schema in an operation, each with the name for an inline schema, and its pointer."""
    id_ = operation.get("operationId", "")
    above = at.rsplit("/", 1)[0]
    holders = [
        (parameter, f"{id_}_{parameter.get('name')}", f"{place}/parameters/{index}")
        for place, holder in ((above, item), (at, operation))
        for index, parameter in enumerate(holder.get("parameters", []))
    ]
    contents = [(operation.get("requestBody", {}), f"{id_}_body", f"{at}/requestBody")]
    contents += [
        (response, f"{id_}_response_{status}", f"{at}/responses/{status}")
        for status, response in operation.get("responses", {}).items()
    ]
    for part, name, pointer in contents:
        for media_type, media in part.get("content", {}).items():
            holders.append((media, name, json_pointers.join(pointer, "content", media_type)))
    return [entry for entry in holders if isinstance(entry[0].get("schema"), dict)]
