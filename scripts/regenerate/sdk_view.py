"""The data that templates render: the generator's parsed types joined with the contract."""

import re

from openapi_python_client.config import Config
from openapi_python_client.parser import properties as kinds
from openapi_python_client.parser.openapi import GeneratorData

from contract_diff.core.errors import InputError
from scripts.contract import Document, operations
from scripts.regenerate.access import base_url
from scripts.regenerate.class_names import TAKEN_CLASSES, component_names
from scripts.regenerate.entries import Method, ModelView
from scripts.regenerate.enum_members import VALUES, member_names
from scripts.regenerate.events import event_views
from scripts.regenerate.inline_schemas import Origins
from scripts.regenerate.methods import Methods
from scripts.regenerate.model_views import Models, documented
from scripts.regenerate.naming import pascal, resource_name, unique

UNDESCRIBED = "Not described by the contract."


class View:
    """Everything that the templates need beside the generator's own data."""

    undescribed = UNDESCRIBED

    def __init__(
        self, document: Document, schemas: Document, origins: Origins, parsed: GeneratorData, config: Config
    ) -> None:
        self._document = document
        self._models = Models(schemas, origins, parsed.models, config)
        builder = Methods(document, self._models, parsed)
        self.base_url: str = base_url(document)
        self.version: str = document["info"]["version"]
        self.resources: dict[str, list[Method]] = {}
        for path, verb, operation in operations(document):
            self.resources.setdefault(operation["tags"][0], []).append(builder.method(path, verb, operation))
        self.events = event_views(document, component_names(document))
        self.models = self._rendered()
        self.enums = [enum for enum in parsed.enums if isinstance(enum, kinds.EnumProperty)]
        self._uses = {view.name: view.imports for view in self.models}
        self._modules = {view.name: view.module for view in self.models}
        self._modules |= {str(enum.class_info.name): str(enum.class_info.module_name) for enum in self.enums}

    def _rendered(self) -> list[ModelView]:
        """Return the models that users meet: results of calls, events, and models nested in arguments."""
        methods = [method for methods in self.resources.values() for method in methods]
        events = (event.class_name for event in self.events)
        read = self._models.reachable([*(method.result for method in methods), *events])
        arguments = (entry.type for method in methods for entry in (*(method.body or []), *(method.whole_body or [])))
        passed = self._models.reachable(arguments)
        return [
            self._models.view(name, is_read=name in read, is_passed=name in passed)
            for name in self._models.parsed
            if name in read or name in passed
        ]

    def model(self, name: str) -> ModelView:
        """Return the view of a model."""
        return next(view for view in self.models if view.name == name)

    def tag_doc(self, tag: str) -> str:
        """Return the description of a tag."""
        tags = {entry["name"]: entry for entry in self._document.get("tags", [])}
        return str(tags.get(tag, {}).get("description", ""))

    def tag_module(self, tag: str) -> str:
        """Return the name of a tag's module, which is also the attribute of the clients."""
        return resource_name(tag)

    def resource_class(self, tag: str) -> str:
        """Return the class name of a tag's resource."""
        name = pascal(resource_name(tag))
        # The last two are the classes that contain the resources.
        taken = {*self._modules, *TAKEN_CLASSES, "Resources", "AsyncResources"}
        return f"{name}Resource" if name in taken or f"Async{name}" in taken else name

    def imports_of(self, tag: str) -> list[str]:
        """Return the models and enums in the signatures of a resource."""
        methods = self.resources[tag]
        arguments = [argument for method in methods for argument in (*method.positional, *method.keyword_arguments)]
        types = " ".join([*(f"{m.result} {m.item}" for m in methods), *(argument.type for argument in arguments)])
        words = set(re.findall(r"\w+", types))
        return sorted(name for name in self._modules if name in words)

    def module(self, name: str) -> str:
        """Return the module of a model or enum."""
        return self._modules[name]

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Return every public name of the models package, with its module."""
        enums = {str(enum.class_info.name) for enum in self.enums}
        names = [(name, module) for name, module in self._modules.items()]
        return sorted([*names, *((f"{name}Value", module) for name, module in names if name in enums)])

    def is_recursive(self, name: str) -> bool:
        """Return whether a model refers to itself, directly or through others."""
        types = " ".join(entry.type for entry in self.model(name).fields)
        return name in re.findall(r"\w+", types) or any(self.is_cyclic(name, used) for used in self._uses[name])

    def is_cyclic(self, user: str, used: str) -> bool:
        """Return whether importing one model at the top of another would be a circular import."""
        seen, pending = set[str](), [used]
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                pending += self._uses.get(name, [])
        return user in seen

    def enum_members(self, enum: kinds.EnumProperty) -> list[tuple[str, str]]:
        """Return the name and the value of each member of an enum, in the order of the contract."""
        schema = self._enum_schema(enum)
        return list(zip(member_names(schema), self.enum_values(enum), strict=True))

    def enum_values(self, enum: kinds.EnumProperty) -> list[str]:
        """Return the values of an enum, in the order of the contract."""
        return [str(value) for value in self._enum_schema(enum)[VALUES]]

    def enum_doc(self, enum: kinds.EnumProperty) -> str:
        """Return the description of an enum."""
        schema = self._enum_schema(enum)
        return documented(schema, str(schema.get("description") or UNDESCRIBED))

    def enum_pointer(self, enum: kinds.EnumProperty) -> str:
        """Return the pointer to an enum in the contract."""
        return self._models.pointer(str(enum.class_info.name))

    def _enum_schema(self, enum: kinds.EnumProperty) -> Document:
        schema = self._models.schema(str(enum.class_info.name))
        if VALUES not in schema:
            raise InputError(f"enum {enum.class_info.name}: is not a named schema; move it to components/schemas.")
        return schema

    def check_complete(self) -> None:
        """Raise InputError if the generator silently lost a property, or two fields or members share a name."""
        for view in self.models:
            declared = set(self._models.schema(view.name).get("properties", {}))
            parsed = {entry.wire for entry in self._models.fields(self._models.parsed[view.name])}
            if lost := declared - parsed:
                raise InputError(f"{view.pointer}: the generator lost {', '.join(sorted(lost))}; simplify its schema.")
            unique([entry.name for entry in (*view.fields, *view.properties)], view.pointer)
        for enum in self.enums:
            unique(
                [name for name, _ in self.enum_members(enum)],
                f"{self.enum_pointer(enum)}: name the members by x-enum-varnames",
            )
