"""Models as the templates render them: the generator's parsed properties joined with the contract's schemas."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser import properties as kinds

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.schemas import component_name
from scripts.regenerate.compositions import AT
from scripts.regenerate.entries import Argument, ModelView
from scripts.regenerate.inline_schemas import Origins
from scripts.regenerate.naming import argument_name, field_name
from scripts.regenerate.type_names import TypeNames, properties_of
from scripts.regenerate.unions import TAG


class Models:
    """The models of a contract, by the names of their classes."""

    def __init__(
        self, schemas: Document, origins: Origins, models: Iterable[kinds.ModelProperty], config: Config
    ) -> None:
        self._schemas = schemas
        self._origins = origins
        self.parsed = {str(model.class_info.name): model for model in models}
        self.types = TypeNames(self.parsed)
        self._schema_names: dict[str, str] = {
            str(kinds.Class.from_string(string=name, config=config).name): name for name in schemas
        }

    def schema(self, class_name: str) -> Document:
        """Return the schema of a class; empty for one that the generator named itself."""
        schema: Document = self._schemas.get(self._schema_names.get(class_name, class_name), {})
        return schema

    def resolve(self, schema: Document) -> Document:
        """Follow the $ref of a schema to a component, which may have been an inline schema."""
        seen = set[str]()
        while (name := component_name(schema)) in self._schemas and name is not None and name not in seen:
            seen.add(name)
            schema = self._schemas[name]
        return schema

    def pointer(self, class_name: str) -> str:
        """Return the pointer to the schema of a class in the contract."""
        return self._origins.get(self._schema_names.get(class_name, class_name), "")

    def reachable(self, types: Iterable[str]) -> set[str]:
        """Return the models in the names of types, and those that they contain."""
        pending = re.findall(r"\w+", " ".join(types))
        found = set[str]()
        while pending:
            name = pending.pop()
            if name in self.parsed and name not in found:
                found.add(name)
                pending += [used for prop in properties_of(self.parsed[name]) for used in self.types.classes(prop)]
        return found

    def view(self, name: str, *, is_read: bool, is_passed: bool) -> ModelView:
        """Return the view of a model, by whether results and arguments contain it."""
        model = self.parsed[name]
        views = {prop.name.get_untrusted_value(): prop for prop in properties_of(model)}
        fields = [*self._usable(model, is_read=is_read, is_passed=is_passed)]
        tag = self.schema(name).get(TAG)
        if tag:
            fields = [entry for entry in fields if entry.wire != tag[0]]
        imports = sorted({name for prop in views.values() for name in self.types.classes(prop)} - {name})
        aliases = {entry.name: f"{entry.name}_class" for entry in fields if entry.name in imports}
        for hidden, alias in aliases.items():
            for entry in fields:
                entry.type = re.sub(rf"\b{hidden}\b", alias, entry.type)
        plain = [entry for entry in fields if entry.name == entry.wire]
        rows = [entry.name for entry in plain if self.types.is_rows(views[entry.wire])]
        nested = [entry.name for entry in plain if self.types.holds_models(views[entry.wire])]
        return ModelView(
            name=name,
            module=str(model.class_info.module_name),
            doc=documented(self.schema(name), _text(model.description)),
            pointer=self.pointer(name),
            fields=sorted(plain, key=lambda entry: not entry.required),
            properties=[entry for entry in fields if entry not in plain],
            nested=[name for name in nested if name not in rows],
            rows=rows,
            imports=imports,
            aliases=aliases,
            tag=self._tag(model, *tag) if tag else None,
        )

    def _tag(self, model: kinds.ModelProperty, wire: str, value: str) -> Argument:
        declared = next((entry for entry in self.fields(model) if entry.wire == wire), None)
        pointer = declared.pointer if declared else self.pointer(str(model.class_info.name))
        doc = declared.doc if declared else "What kind of object it is."
        return Argument(field_name(wire), wire, f"Literal[{value!r}]", doc, pointer, default=repr(value))

    def _usable(self, model: kinds.ModelProperty, *, is_read: bool, is_passed: bool) -> Iterable[Argument]:
        """Yield the fields; one that only an argument or only a result has is optional in a model that is both."""
        raw = self.schema(str(model.class_info.name)).get("properties", {})
        for entry in self.fields(model):
            passed_only = self._is_marked(raw.get(entry.wire), "writeOnly")
            read_only = self._is_marked(raw.get(entry.wire), "readOnly")
            if (is_passed or not passed_only) and (is_read or not read_only):
                entry.required = entry.required and not (is_read and is_passed and (passed_only or read_only))
                yield entry

    def fields(self, model: kinds.ModelProperty, *, passed: bool = False) -> list[Argument]:
        """Return the properties of a model, in the order of the contract: as fields, or as arguments of a method."""
        name = str(model.class_info.name)
        raw: Document = self.schema(name).get("properties", {})
        order = {wire: position for position, wire in enumerate(raw)}
        arguments: list[Argument] = []
        for prop in sorted(properties_of(model), key=lambda prop: order.get(prop.name.get_untrusted_value(), 0)):
            wire = str(prop.name.get_untrusted_value())
            target = raw.get(wire, {})
            if passed and self._is_marked(target, "readOnly"):
                continue
            attribute = argument_name(wire) if passed else field_name(wire)
            arguments.append(
                Argument(
                    name=f"{attribute}_" if attribute == name and not passed else attribute,
                    wire=wire,
                    type=self.types.passed(prop) if passed else self.types.read(prop),
                    doc=documented(target, str(target.get("description", "") or _text(prop.description))),
                    pointer=target.get(AT) or json_pointers.join(self.pointer(name), "properties", wire),
                    required=prop.required,
                )
            )
        return arguments

    def _is_marked(self, schema: Any, keyword: str) -> bool:
        if not isinstance(schema, dict):
            return False
        name = component_name(schema)
        return bool(schema.get(keyword) or (name is not None and self._schemas.get(name, {}).get(keyword)))


def documented(raw: Mapping[str, Any], text: str) -> str:
    """Return a description, which starts with "Deprecated." if the contract deprecates what it describes."""
    return f"Deprecated. {text}".rstrip() if raw.get("deprecated") else text


def _text(value: Any) -> str:
    return str(value.get_untrusted_value()) if value is not None else ""
