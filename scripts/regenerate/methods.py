"""Operations as methods: their arguments and results, from the generator's parsed endpoints and the contract."""

import datetime
import re
from typing import Any

from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties.list_property import ListProperty

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from scripts.contract import Document
from scripts.openapi.schemas import resolve_reference, types_of
from scripts.regenerate.access import is_authenticated
from scripts.regenerate.conventions import CURSOR, ERROR_CLASSES, HAS_MORE, NEXT_CURSOR, REFERENCE_SUFFIX, ROWS
from scripts.regenerate.entries import Argument, Method
from scripts.regenerate.lost import reason_for
from scripts.regenerate.media import body_media, is_whole, success_media
from scripts.regenerate.model_views import Models, documented
from scripts.regenerate.naming import argument_name, method_name, pascal, singular, unique
from scripts.regenerate.parameters import kind_of_parameter, parameters_of, style_of
from scripts.regenerate.type_names import bounds_of, properties_of

_STRINGS = ({"string"}, {"string", "null"})


class Methods:
    """Builds the method of each operation."""

    def __init__(self, document: Document, models: Models, parsed: GeneratorData) -> None:
        self._document = document
        self._models = models
        self._parsed = parsed
        self._endpoints = {
            (_shape(endpoint.path.get_untrusted_value()), endpoint.method): endpoint
            for collection in parsed.endpoint_collections_by_tag.values()
            for endpoint in collection.endpoints
        }
        results = (
            self._models.types.read(response.prop)
            for endpoint in self._endpoints.values()
            for response in endpoint.responses.patterns
        )
        # An argument takes a model in the place of its id only if some call returns one.
        self._returned = models.reachable(results)

    def method(self, path: str, verb: str, operation: Document) -> Method:
        """Return the method of an operation. Raises InputError if the generator left something of it out."""
        pointer = json_pointers.join("/paths", path, verb)
        where = f"{pointer}: {operation['operationId']} ({verb.upper()} {path})"
        endpoint = self._endpoints.get((_shape(path), verb))
        lost = reason_for(self._parsed, path, verb)
        if endpoint is None:
            raise InputError(f"{where} can't be generated{lost}; simplify its schemas in overlays/spec.")
        results = self._results(endpoint, operation, pointer, where + lost)
        parameters = parameters_of(self._document, path, operation, pointer)
        result = _union(list(results.values()))
        method = Method(
            name=method_name(operation, path),
            operation=operation,
            path=path,
            http_method=verb.upper(),
            pointer=pointer,
            result=result,
            item=self._item(result, parameters),
            owners=[self._owner_of_segment(path, raw) for raw, _ in parameters if raw["in"] == "path"],
            authenticated=is_authenticated(self._document, operation),
            raises=self._raises(operation),
        )
        if len(set(results.values())) > 1:
            method.results = results
        for raw, at in parameters:
            self._add_parameter(method, endpoint, raw, at)
        self._add_media(method, endpoint, where + lost)
        arguments = [*method.path_arguments, *method.keyword_arguments, *(method.whole_body or [])]
        unique([argument.name for argument in arguments], where)
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
        owner = "" if raw["in"] == "path" else self._owner_of_field(raw["name"], raw["schema"])
        type_ = self._parameter_type(method, raw, prop, owner)
        default = resolve_reference(self._document, raw["schema"]).get("default")
        required = bool(raw.get("required"))
        if not required and default is None and not type_.endswith("| None"):
            type_ = f"{type_} | None"
        arguments.append(
            Argument(
                name=argument_name(raw["name"], raw.get("x-sdk-name")),
                wire=raw["name"],
                type=type_,
                doc=documented(raw, str(raw.get("description", ""))),
                pointer=at,
                required=required,
                default=None if required else _default_code(default, type_),
                owner=owner,
            )
        )
        if bounds := bounds_of(self._document, raw, type_):
            method.bounds[raw["name"]] = bounds
        if style := style_of(self._document, raw):
            method.styles[raw["name"]] = style

    def _parameter_type(self, method: Method, raw: Document, prop: Any, owner: str) -> str:
        if raw["in"] == "path" and self._models.types.read(prop) in ("str", "int", "Any"):
            return self._reference_type(self._kind_in_path(method.path, raw["name"]))
        if owner:
            return self._reference_type(owner, raw["schema"])
        if kind_of_parameter(self._document, raw) == "object":
            return "Mapping[str, Any]"
        return self._models.types.passed(prop)

    def _add_media(self, method: Method, endpoint: Endpoint, where: str) -> None:
        successes = [
            media for media in success_media(self._document, method.operation, method.pointer).values() if media
        ]
        if successes and successes[0].kind != "json":
            method.accept = successes[0].content_type
        media = body_media(self._document, method.operation, method.pointer)
        if media is None:
            return
        if not endpoint.bodies:
            raise InputError(f"{where} has a body that can't be generated; simplify its schema in overlays/spec.")
        method.content_type = media.content_type
        whole = is_whole(self._document, media)
        body = self._body(endpoint.bodies[0].prop, whole=whole)
        for argument in body:
            if media.kind == "bytes" and whole:
                argument.type = argument.type.replace("str", "bytes")
            words = {"json": "str", "form": "str", "multipart": "bytes | tuple[str, bytes]"}
            argument.type = re.sub(r"\bbytes\b", words.get(media.kind, "bytes"), argument.type)
        if whole:
            method.whole_body = body
            body[0].pointer, body[0].doc = media.pointer, str(media.schema.get("description") or "The whole body.")
        else:
            method.body = body

    def _body(self, model: Any, *, whole: bool) -> list[Argument]:
        name = str(model.class_info.name)
        raw = self._models.schema(name).get("properties", {})
        arguments = self._models.fields(self._models.parsed.get(name) or model, passed=True)
        for argument in arguments:
            owner = "" if whole else self._owner_of_field(argument.wire, raw.get(argument.wire, {}))
            if owner:
                argument.owner = owner
                argument.type = self._reference_type(owner, raw[argument.wire])
            if not argument.required:
                argument.type, argument.default = f"{argument.type} | UnsetType", "UNSET"
        return arguments

    def _results(self, endpoint: Endpoint, operation: Document, pointer: str, where: str) -> dict[str, str]:
        """Return the type of each successful answer, by status."""
        parsed = {response.status_code.pattern: response for response in endpoint.responses.patterns}
        results: dict[str, str] = {}
        for status, media in success_media(self._document, operation, pointer).items():
            response = parsed.get("200" if status == "default" else status)
            if media is None or endpoint.method == "head":
                results[status] = "None"
            elif media.kind != "json":
                results[status] = "str" if media.kind == "text" else "bytes"
            elif response is None:
                raise InputError(f"{where} answers {status} with a schema that can't be generated; simplify it.")
            else:
                # A method named list shadows the type in the annotations that follow it.
                read = self._models.types.read(response.prop)
                results[status] = re.sub(r"\b(list|bytes|str)\b(?=\[)", r"builtins.\1", read)
        return results

    def _item(self, result: str, parameters: list[tuple[Document, str]]) -> str | None:
        """Return the type of the rows if the operation returns the list envelope and takes a cursor."""
        model = self._models.parsed.get(result)
        takes_cursor = any(raw["name"] == CURSOR and raw["in"] == "query" for raw, _ in parameters)
        if model is None or not takes_cursor:
            return None
        fields = {prop.name.get_untrusted_value(): prop for prop in properties_of(model)}
        if not {ROWS, HAS_MORE, NEXT_CURSOR} <= fields.keys():
            return None
        types = {wire: self._models.types.read(prop) for wire, prop in fields.items()}
        rows = fields[ROWS]
        is_list = isinstance(rows, ListProperty) and rows.required and fields[HAS_MORE].required
        if not is_list or types[HAS_MORE] != "bool" or types[NEXT_CURSOR] not in ("str", "str | None"):
            return None
        return self._models.types.read(rows.inner_property)

    def _kind_in_path(self, path: str, parameter: str) -> str:
        segment = path.split("{" + parameter + "}")[0].rstrip("/").rsplit("/", 1)[-1]
        return singular(segment) if "{" not in segment else parameter

    def _owner_of_segment(self, path: str, raw: Document) -> str | None:
        """Return the kind of record that a path parameter names; None for a value of any kind."""
        owner = self._kind_in_path(path, raw["name"])
        is_id = raw["name"].lower().endswith("id") or pascal(owner) in self._models.parsed
        return owner if is_id else None

    def _owner_of_field(self, wire: str, schema: Document) -> str:
        """Return the kind of record that a field refers to by a string: `customer` for customer_id."""
        owner = wire.removesuffix(REFERENCE_SUFFIX)
        target = self._models.resolve(schema)
        plain = "enum" not in target and target.get("format") in (None, "uuid")
        is_id = plain and self._types(target) in _STRINGS
        return owner if owner != wire and pascal(owner) in self._returned and is_id else ""

    def _types(self, schema: Document) -> set[str]:
        target = self._models.resolve(schema)
        alternatives = [part for word in ("anyOf", "oneOf") for part in target.get(word, [])]
        return {name for part in (alternatives or [target]) for name in types_of(part)}

    def _reference_type(self, owner: str, schema: Document | None = None) -> str:
        model = pascal(owner)
        name = f"int | str | {model}" if model in self._returned else "int | str"
        return f"{name} | None" if schema is not None and "null" in self._types(schema) else name


def _default_code(default: Any, type_: str) -> str:
    """Return the code of an argument's default; a list would be one object for all calls."""
    if isinstance(default, str) and "datetime.date" in type_.split(" | "):
        return repr(datetime.date.fromisoformat(default))
    return repr(tuple(default) if isinstance(default, list) else default)


def _shape(path: str) -> str:
    """Return a path without the names of its parameters, which the generator changes."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _union(types: list[str]) -> str:
    parts = [part for name in types for part in name.split(" | ")]
    return " | ".join(dict.fromkeys(sorted(parts, key=lambda part: part == "None")))
