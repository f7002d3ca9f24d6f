"""The whole contract as data: contract.json, which `pivotal_runtime.description` decodes.

It describes the corrected contract with the Python names of the generated client. One line is one operation or one
named schema, so that a diff can be read.
"""

import json
from collections.abc import Iterable, Iterator

from contract_diff.core import json_pointers
from scripts.contract import Document, operations
from scripts.openapi.coverage import EVIDENCE
from scripts.openapi.schemas import resolve_reference
from scripts.regenerate.entries import Argument, Method
from scripts.regenerate.events import event_name, event_sample
from scripts.regenerate.media import body_media, chosen_media
from scripts.regenerate.parameters import parameters_of
from scripts.regenerate.schema_data import PythonNames, Schemas, compact, said_of_place
from scripts.regenerate.sdk_view import View

FILE = "contract.json"


def render_contract(document: Document, view: View) -> str:
    """Return the content of contract.json for a corrected contract and its view."""
    names = _names(view)
    schemas = Schemas(document, names)
    writer = _Operations(document, schemas, view)
    info: Document = document["info"]
    head = compact(
        title=info.get("title", ""),
        version=view.version,
        base_url=view.base_url,
        description=info.get("description"),
        tags=[
            compact(name=tag, resource=view.tag_module(tag), description=view.tag_doc(tag)) for tag in view.resources
        ],
    )
    lines = [f"{_code(key)}:{_code(value)}" for key, value in head.items()]
    lines.append(f'"operations":[\n{_rows(map(_code, writer.operations()))}\n]')
    lines.append(f'"webhooks":[\n{_rows(map(_code, _webhooks(view)))}\n]')
    named = (f"{_code(name)}:{_code(entry)}" for name, entry in schemas.named().items())
    lines.append(f'"schemas":{{\n{_rows(named)}\n}}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _webhooks(view: View) -> Iterator[Document]:
    for event in view.events:
        operation = event.operation
        yield compact(
            type=event.type,
            schema={"ref": event_name(operation)},
            class_name=event.class_name,
            summary=operation.get("summary"),
            description=operation.get("description"),
            deprecated=operation.get("deprecated"),
            evidence=operation.get(EVIDENCE),
            sample=event_sample(operation),
        )


def _code(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows(rows: Iterable[str]) -> str:
    return ",\n".join(rows)


def _names(view: View) -> PythonNames:
    enums = {view.enum_pointer(enum): enum for enum in view.enums}
    classes = {model.pointer: model.name for model in view.models}
    classes |= {pointer: str(enum.class_info.name) for pointer, enum in enums.items()}
    members = {pointer: [name for name, _ in view.enum_members(enum)] for pointer, enum in enums.items()}
    attributes = {
        entry.pointer: entry.name
        for model in view.models
        for entry in (*model.fields, *model.properties, *filter(None, (model.tag,)))
    }
    return PythonNames(classes, members, attributes)


class _Operations:
    """Writes the operations of one contract."""

    def __init__(self, document: Document, schemas: Schemas, view: View) -> None:
        self._document = document
        self._schemas = schemas
        self._view = view
        self._methods = {method.pointer: method for methods in view.resources.values() for method in methods}

    def operations(self) -> Iterator[Document]:
        """Yield each operation, in the order of the contract."""
        for path, verb, operation in operations(self._document):
            yield self._operation(operation, self._methods[json_pointers.join("/paths", path, verb)])

    def _operation(self, operation: Document, method: Method) -> Document:
        tag = operation["tags"][0]
        return compact(
            id=operation["operationId"],
            method=method.http_method,
            path=method.path,
            tag=tag,
            resource=self._view.tag_module(tag),
            name=method.name,
            result=method.item or method.result,
            summary=operation.get("summary"),
            description=operation.get("description"),
            documentation=operation.get("externalDocs", {}).get("url"),
            example=operation.get("x-sdk-example"),
            deprecated=method.deprecated,
            evidence=operation.get(EVIDENCE),
            authenticated=method.authenticated,
            parameters=list(self._parameters(operation, method)),
            body=self._body(operation, method),
            responses=list(self._responses(operation, method)),
        )

    def _parameters(self, operation: Document, method: Method) -> Iterator[Document]:
        owners = dict(zip((argument.wire for argument in method.path_arguments), method.owners, strict=True))
        by_place = {"path": method.path_arguments, "query": method.query, "header": method.headers}
        for raw, place in parameters_of(self._document, method.path, operation, method.pointer):
            argument = next(entry for entry in by_place[raw["in"]] if entry.wire == raw["name"])
            yield compact(
                name=raw["name"],
                python=argument.name,
                type=argument.type,
                location=raw["in"],
                schema=self._schemas.at_place(raw["schema"], f"{place}/schema"),
                required=argument.required,
                refers_to=argument.owner or (owners.get(raw["name"]) if raw["in"] == "path" else None),
                style=method.styles.get(raw["name"]),
                **said_of_place(raw),
            )

    def _body(self, operation: Document, method: Method) -> Document | None:
        media = body_media(self._document, operation, method.pointer)
        if media is None:
            return None
        argument = method.whole_body[0] if method.whole_body else None
        return compact(
            media_type=media.content_type,
            required=bool(resolve_reference(self._document, operation["requestBody"]).get("required")),
            schema=self._schemas.write(media.schema, media.pointer),
            fields=self._fields(method.body, media.schema, media.pointer) if method.body else [],
            argument=argument
            and compact(**_python(argument), name=argument.wire, schema={}, required=argument.required),
        )

    def _fields(self, arguments: list[Argument], schema: Document, pointer: str) -> list[Document]:
        by_wire = {argument.wire: argument for argument in arguments}
        entries: list[Document] = []
        for field in self._schemas.fields(*self._schemas.object_at(schema, pointer)):
            # An argument has another name than an attribute, or none.
            argument = by_wire.get(field["name"])
            entries.append({**field, "python": ""} | (_python(argument) if argument else {}))
        return entries

    def _responses(self, operation: Document, method: Method) -> Iterator[Document]:
        for status, raw in operation["responses"].items():
            response: Document = resolve_reference(self._document, raw)
            place = raw.get("$ref", "").removeprefix("#") or json_pointers.join(method.pointer, "responses", status)
            media = chosen_media(self._document, response.get("content", {}), place)
            schema = self._schemas.write(media.schema, media.pointer) if media else None
            yield compact(
                status=status,
                description=response.get("description"),
                media_type=media.content_type if media else None,
                **({} if schema is None else {"schema": schema}),
                page_of=self._rows_of(media.schema, media.pointer) if media and _is_page(status, method) else None,
            )

    def _rows_of(self, schema: Document, pointer: str) -> Document:
        envelope, at = self._schemas.object_at(schema, pointer)
        rows: Document = resolve_reference(self._document, envelope["properties"]["data"])
        return self._schemas.write(rows["items"], f"{at}/properties/data/items")


def _is_page(status: str, method: Method) -> bool:
    return method.item is not None and status.startswith("2")


def _python(argument: Argument) -> Document:
    return compact(python=argument.name, type=argument.type, refers_to=argument.owner)
