"""Webhooks on the way to the generator, which ignores them: their events become models that are told apart by type."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core import json_pointers
from scripts.contract import Document, webhooks
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import component_name, component_schemas, reachable_schemas, resolve_reference
from scripts.regenerate.class_names import class_name
from scripts.regenerate.entries import EventView
from scripts.regenerate.unions import TAG, properties_of_object

_JSON = "application/json"
_TYPE = "type"


def event_name(operation: Document) -> str | None:
    """Return the name of the schema of a webhook's body; None if it has no named one."""
    return component_name(_media(operation).get("schema"))


def event_sample(operation: Document) -> Any:
    """Return the first example of a webhook's body; None if it has none."""
    media = _media(operation)
    named = (example["value"] for example in media.get("examples", {}).values() if "value" in example)
    return next(named, media.get("example"))


def event_problems(document: Document) -> Iterator[Problem]:
    """Yield the webhooks whose events no decoder could tell apart by their type."""
    for name, operation in webhooks(document):
        schema = event_name(operation)
        found = properties_of_object(document, {"$ref": f"#/components/schemas/{schema}"}) if schema else {}
        stated: Document = resolve_reference(document, found.get(_TYPE, {}))
        values = [stated["const"]] if "const" in stated else stated.get("enum")
        if values != [name]:
            yield Problem(
                json_pointers.join("/webhooks", name),
                f"the body of the webhook {name} is not a named object whose type is {name!r}; make it one in "
                "components/schemas",
            )


def prepare_events(document: Document) -> None:
    """Mark events with their types, and let every optional field of an event also be null, in place.

    Receivers can't refuse a null where none is documented: the delivery would be repeated, and lost in the end.
    """
    schemas = component_schemas(document)
    for name, operation in webhooks(document):
        schemas[str(event_name(operation))][TAG] = [_TYPE, name]
    for name in _of_events_only(document):
        schema = schemas[name]
        for wire, part in schema.get("properties", {}).items():
            if wire not in schema.get("required", []):
                schema["properties"][wire] = _or_null(part)


def event_views(document: Document, renamed: dict[str, str]) -> list[EventView]:
    """Return each event with its class, in the order of the contract."""
    views: list[EventView] = []
    for name, operation in webhooks(document):
        schema = str(event_name(operation))
        views.append(EventView(name, class_name(renamed.get(schema, schema)), operation))
    return views


def _media(operation: Document) -> Document:
    media: Document = operation.get("requestBody", {}).get("content", {}).get(_JSON, {})
    return media


def _of_events_only(document: Document) -> list[str]:
    calls = [document.get("paths", {}), document["components"].get("responses", {})]
    used = set(reachable_schemas(document, calls))
    return [name for name in reachable_schemas(document, [document.get("webhooks", {})]) if name not in used]


def _or_null(part: Document) -> Document:
    if "type" in part and "enum" not in part:
        types = part["type"] if isinstance(part["type"], list) else [part["type"]]
        return {**part, "type": [*types, *({"null"} - set(types))]}
    described = {key: value for key, value in part.items() if key in ("description", "deprecated")}
    null = {"type": "null"}
    alternatives = part.get("anyOf", [{key: value for key, value in part.items() if key not in described}])
    return {**described, "anyOf": alternatives if null in alternatives else [*alternatives, null]}
