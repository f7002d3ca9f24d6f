"""The data that templates render: the generator's parsed types joined with the contract."""

import re
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser import properties as kinds
from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.responses import Response

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from scripts.contract import Document, operations
from scripts.openapi.schemas import resolve_reference
from scripts.regenerate.entries import Argument, Method, ModelView
from scripts.regenerate.inline_schemas import Origins
from scripts.regenerate.naming import (
    argument_name,
    field_name,
    member,
    method_name,
    pascal,
    resource_name,
    singular,
    unique,
)
from scripts.regenerate.supported import parameters as parameters_of
from scripts.regenerate.type_names import TypeNames, bounds_of, properties_of

# Names that a resource's module imports.
_TAKEN_CLASSES = frozenset({"Operation", "Page", "AsyncPages", "Resource", "AsyncResource", "RequestOptions", "Any"})
# The error class by status; a test compares it with the runtime. Any operation can answer 429 and 5xx.
ERROR_CLASSES = {
    "400": "InvalidRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
}
UNDESCRIBED = "Not described by the contract."


class View:
    """Everything that the templates need beside the generator's own data."""

    undescribed = UNDESCRIBED

    def __init__(
        self, document: Document, schemas: Document, origins: Origins, parsed: GeneratorData, config: Config
    ) -> None:
        self._document = document
        self._schemas = schemas
        self._origins = origins
        self._endpoints = {
            (_shape(endpoint.path.get_untrusted_value()), endpoint.method): endpoint
            for collection in parsed.endpoint_collections_by_tag.values()
            for endpoint in collection.endpoints
        }
        self._models = {str(model.class_info.name): model for model in parsed.models}
        self._types = TypeNames(self._models)
        self._schema_names: dict[str, str] = {
            str(kinds.Class.from_string(string=name, config=config).name): name for name in self._schemas
        }
        self.base_url: str = document["servers"][0]["url"]
        self.version: str = document["info"]["version"]
        self.resources: dict[str, list[Method]] = {}
        for path, verb, operation in operations(document):
            self.resources.setdefault(operation["tags"][0], []).append(self._method(path, verb, operation))
        for tag, methods in self.resources.items():
            unique([method.name for method in methods], f"tag {tag}")
            unique([method.constant for method in methods], f"tag {tag}")
        self.enums = [enum for enum in parsed.enums if isinstance(enum, kinds.EnumProperty)]
        rendered = self._rendered()
        self.models = [self._model(model) for name, model in self._models.items() if name in rendered]
        self._uses = {view.name: view.imports for view in self.models}
        self._modules = {view.name: view.module for view in self.models}
        self._modules |= {str(enum.class_info.name): str(enum.class_info.module_name) for enum in self.enums}

    def _rendered(self) -> set[str]:
        """Return the models that users meet: results of calls, and models nested in arguments."""
        methods = [method for methods in self.resources.values() for method in methods]
        types = [method.result for method in methods] + [entry.type for m in methods for entry in m.body or []]
        pending = re.findall(r"\w+", " ".join(types))
        rendered = set[str]()
        while pending:
            name = pending.pop()
            if name in self._models and name not in rendered:
                rendered.add(name)
                pending += [used for prop in properties_of(self._models[name]) for used in self._types.classes(prop)]
        return rendered

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
        return f"{name}Resource" if name in {*self._modules, *_TAKEN_CLASSES} else name

    def imports_of(self, tag: str) -> list[str]:
        """Return the models and enums in the signatures of a resource."""
        methods = self.resources[tag]
        arguments = [argument for method in methods for argument in (*method.path_arguments, *method.keyword_arguments)]
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

    def enum_values(self, enum: kinds.EnumProperty) -> list[str]:
        """Return the values of an enum, in the order of the contract."""
        return [str(value) for value in self._enum_schema(enum)["enum"]]

    def enum_doc(self, enum: kinds.EnumProperty) -> str:
        """Return the description of an enum."""
        return str(self._enum_schema(enum).get("description") or UNDESCRIBED)

    def enum_pointer(self, enum: kinds.EnumProperty) -> str:
        """Return the pointer to an enum in the contract."""
        name = str(enum.class_info.name)
        return self._origins[self._schema_names[name]]

    def _enum_schema(self, enum: kinds.EnumProperty) -> Document:
        name = str(enum.class_info.name)
        if name not in self._schema_names:
            raise InputError(f"enum {name}: is not a named schema; move it to components/schemas.")
        schema: Document = self._schemas[self._schema_names[name]]
        return schema

    def check_complete(self) -> None:
        """Raise InputError if the generator silently lost a property or an enum value."""
        for view in self.models:
            properties = self._schemas.get(self._schema_names.get(view.name, ""), {}).get("properties", {})
            if lost := set(properties) - {entry.wire for entry in (*view.fields, *view.properties)}:
                raise InputError(f"schema {view.name}: the generator lost {', '.join(sorted(lost))}.")
        for enum in self.enums:
            values = self.enum_values(enum)
            unique([member(value) for value in values], f"enum {enum.class_info.name}")
            if enum.value_type is not str:
                raise InputError(
                    f"enum {enum.class_info.name}: only strings are supported; correct it in overlays/spec."
                )

    def _method(self, path: str, verb: str, operation: Document) -> Method:
        where = f"{operation['operationId']} ({verb.upper()} {path})"
        endpoint = self._endpoints.get((_shape(path), verb))
        if endpoint is None:
            raise InputError(f"{where}: the generator left the operation out; simplify it in overlays/spec.")
        pointer = json_pointers.join("/paths", path, verb)
        result = self._result(endpoint, where)
        parameters = list(parameters_of(self._document, path, operation, pointer))
        method = Method(
            name=method_name(operation, path),
            operation=operation,
            path=path,
            http_method=verb.upper(),
            pointer=pointer,
            result=result,
            item=self._item(result, parameters),
            owners=[self._owner_of_segment(path, raw["name"]) for raw, _ in parameters if raw["in"] == "path"],
            authenticated=bool(operation.get("security", self._document.get("security"))),
            bounds={raw["name"]: bounds for raw, _ in parameters if (bounds := bounds_of(raw))},
            raises=self._raises(operation),
        )
        for raw, at in parameters:
            self._add_parameter(method, endpoint, raw, at)
        if endpoint.bodies:
            method.body = self._body(endpoint, operation, where)
        names = [argument.name for argument in (*method.path_arguments, *method.keyword_arguments)]
        unique(names, where)
        return method

    def _raises(self, operation: Document) -> list[tuple[str, str]]:
        """Return the error class and the meaning of each documented failure that is this operation's own."""
        raises: list[tuple[str, str]] = []
        for status, response in operation["responses"].items():
            if str(status) in ERROR_CLASSES:
                meaning = str(resolve_reference(self._document, response).get("description", "")).strip().rstrip(".")
                raises.append((ERROR_CLASSES[str(status)], f"{meaning or 'The request is refused'} ({status})."))
        return raises

    def _add_parameter(self, method: Method, endpoint: Endpoint, raw: Document, at: str) -> None:
        groups = {
            "path": (endpoint.path_parameters, method.path_arguments),
            "query": (endpoint.query_parameters, method.query),
            "header": (endpoint.header_parameters, method.headers),
        }
        parsed, arguments = groups[raw["in"]]
        prop = next(prop for prop in parsed if prop.name.get_untrusted_value() == raw["name"])
        if raw["in"] == "path":
            owner = self._owner_of_segment(method.path, raw["name"])
            type_ = self._reference_type(owner)
        else:
            owner = self._owner_of_field(raw["name"])
            type_ = self._reference_type(owner) if owner else self._types.passed(prop)
        default = raw.get("schema", {}).get("default")
        required = bool(raw.get("required"))
        if not required and default is None:
            type_ = f"{type_} | None"
        arguments.append(
            Argument(
                name=argument_name(raw["name"], raw.get("x-sdk-name")),
                wire=raw["name"],
                type=type_,
                doc=str(raw.get("description", "")),
                pointer=at,
                required=required,
                default=None if required else repr(default),
                owner=owner if raw["in"] != "path" else "",
            )
        )

    def _body(self, endpoint: Endpoint, operation: Document, where: str) -> list[Argument]:
        prop = endpoint.bodies[0].prop
        if not isinstance(prop, kinds.ModelProperty) or endpoint.bodies[0].body_type.value != "json":
            raise InputError(f"{where}: a body that is not a JSON object is not supported; use request() for it.")
        arguments: list[Argument] = []
        for argument in self._fields(prop, passed=True):
            owner = self._owner_of_field(argument.wire)
            type_ = self._reference_type(owner) if owner else argument.type
            optional = not argument.required
            arguments.append(
                Argument(
                    name=argument_name(argument.wire),
                    wire=argument.wire,
                    type=f"{type_} | UnsetType" if optional else type_,
                    doc=argument.doc,
                    pointer=argument.pointer,
                    required=argument.required,
                    default="UNSET" if optional else None,
                    owner=owner,
                )
            )
        return arguments

    def _result(self, endpoint: Endpoint, where: str) -> str:
        types = {self._reply_type(reply) for reply in endpoint.responses.patterns if _is_success(reply)}
        if len(types) != 1:
            fault = f"{len(types)} types of success" if types else "no success that the generator supports"
            details = " ".join(" ".join(str(error.detail).split()) for error in endpoint.errors)
            raise InputError(f"{where}: {': '.join(filter(None, (fault, details)))}; correct it in overlays/spec.")
        # A method named list shadows the type in the annotations that follow it.
        return re.sub(r"\blist\[", "builtins.list[", types.pop())

    def _reply_type(self, reply: Response) -> str:
        return "None" if reply.source["attribute"] == "None" else self._types.read(reply.prop)

    def _item(self, result: str, parameters: list[tuple[Document, str]]) -> str | None:
        """Return the type of the rows if the operation returns the list envelope and takes a cursor."""
        model = self._models.get(result)
        takes_cursor = any(raw["name"] == "cursor" for raw, _ in parameters)
        if model is None or not takes_cursor:
            return None
        fields = {prop.name.get_untrusted_value(): prop for prop in properties_of(model)}
        if not {"data", "has_more", "next_cursor"} <= fields.keys():
            return None
        rows = fields["data"]
        return self._types.read(rows.inner_property) if isinstance(rows, ListProperty) else None

    def _owner_of_segment(self, path: str, parameter: str) -> str:
        segment = path.split("{" + parameter + "}")[0].rstrip("/").rsplit("/", 1)[-1]
        return singular(segment) if "{" not in segment else parameter

    def _owner_of_field(self, wire: str) -> str:
        owner = wire.removesuffix("_id")
        return owner if owner != wire and pascal(owner) in self._models else ""

    def _reference_type(self, owner: str) -> str:
        model = pascal(owner)
        return f"int | str | {model}" if model in self._models else "int | str"

    def _model(self, model: kinds.ModelProperty) -> ModelView:
        name = str(model.class_info.name)
        fields = self._fields(model)
        plain = [entry for entry in fields if entry.name == entry.wire]
        views = {prop.name.get_untrusted_value(): prop for prop in properties_of(model)}
        unique([entry.name for entry in fields], f"schema {name}")
        rows = [entry.name for entry in plain if self._types.is_rows(views[entry.wire])]
        nested = [entry.name for entry in plain if self._types.holds_models(views[entry.wire])]
        return ModelView(
            name=name,
            module=str(model.class_info.module_name),
            doc=_text(model.description),
            pointer=self._origins.get(self._schema_name(model), ""),
            fields=sorted(plain, key=lambda entry: not entry.required),
            properties=[entry for entry in fields if entry not in plain],
            nested=[name for name in nested if name not in rows],
            rows=rows,
            imports=sorted({name for prop in views.values() for name in self._types.classes(prop)} - {name}),
        )

    def _fields(self, model: kinds.ModelProperty, *, passed: bool = False) -> list[Argument]:
        schema_name = self._schema_name(model)
        raw: Document = self._schemas.get(schema_name, {}).get("properties", {})
        order = {wire: position for position, wire in enumerate(raw)}
        arguments: list[Argument] = []
        for prop in sorted(properties_of(model), key=lambda prop: order.get(prop.name.get_untrusted_value(), 0)):
            wire = str(prop.name.get_untrusted_value())
            target = raw.get(wire, {})
            arguments.append(
                Argument(
                    name=argument_name(wire) if passed else field_name(wire),
                    wire=wire,
                    type=self._types.passed(prop) if passed else self._types.read(prop),
                    doc=str(target.get("description", "") or _text(prop.description)),
                    pointer=f"{self._origins.get(schema_name, '')}/properties/{wire}",
                    required=prop.required,
                )
            )
        return arguments

    def _schema_name(self, model: kinds.ModelProperty) -> str:
        name = str(model.class_info.name)
        return self._schema_names.get(name, name)


def _shape(path: str) -> str:
    """Return a path without the names of its parameters, which the generator changes."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _is_success(reply: Response) -> bool:
    statuses = reply.status_code.range
    return statuses is not None and statuses[0] // 100 == 2


def _text(value: Any) -> str:
    return str(value.get_untrusted_value()) if value is not None else ""
