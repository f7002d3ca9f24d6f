"""A page for each resource of the contract, with everything that the contract says of its operations."""

from collections.abc import Iterator

from pivotal_runtime.description import Description, Field, OperationEntry, Schema
from pivotal_runtime.errors import APIStatusError, error_class

from docs.generate.examples import command_example, python_example
from docs.generate.markdown import block, code, reference, table

_INDEX = """\
# Operations

Every operation of the {title}, contract version {version}. These pages are generated from the contract, so they have
each operation, argument and error that the client has.

{operations}
## How to read these pages

- An argument that isn't *required* can be left out: it is then not sent, as if you had passed {unset}. `None`
  clears a field of a record; as a filter it is left out.
- An argument that is an id takes [any form of id](../concepts/ids.md).
- The **evidence** says how well Pivotal documents a part of the contract:

{evidence}
Every call also takes `options` (see {options}), and may raise errors that its table doesn't list, if there is
no connection for example: see [Errors](../concepts/errors.md).

```{{toctree}}
:hidden:

{toctree}
```
"""
_EVIDENCE = {
    "documented": "a page of Pivotal's documentation states it",
    "example": "a sample in the documentation shows it, but no page states it as a rule",
    "inferred": "taken over from a similar operation or field that is documented; it may prove wrong",
}
_OMITTED = " | UnsetType"


def resource_pages(description: Description) -> dict[str, str]:
    """Return the text of each page by its path: one a resource, one of the events, and the list of all."""
    pages = {f"reference/{resource}.md": _resource_page(description, resource) for resource in _resources(description)}
    if description.webhooks:
        pages["reference/events.md"] = _events_page(description)
    pages["reference/index.md"] = _index(description, list(pages))
    return pages


def _resources(description: Description) -> list[str]:
    return list(dict.fromkeys(operation.resource for operation in description.operations))


def _operations(description: Description, resource: str) -> list[OperationEntry]:
    order = ("list", "create", "get", "update", "delete")
    operations = [operation for operation in description.operations if operation.resource == resource]
    return sorted(operations, key=lambda one: order.index(one.name) if one.name in order else len(order))


def _index(description: Description, paths: list[str]) -> str:
    rows = [
        (
            f"[`client.{resource}.{operation.name}`]({resource}.md#{operation.id})",
            code(f"{operation.method} {operation.path}"),
            operation.summary,
        )
        for resource in _resources(description)
        for operation in _operations(description, resource)
    ]
    return _INDEX.format(
        title=description.title,
        version=description.version,
        operations=table(("Call", "Request", "What it does"), rows),
        unset=reference("pivotal.UNSET"),
        options=reference("pivotal.RequestOptions"),
        evidence=table(("Evidence", "Meaning"), _EVIDENCE.items()),
        toctree="\n".join(path.removeprefix("reference/") for path in paths),
    )


def _events_page(description: Description) -> str:
    rows = [
        (code(event.type), reference(f"~.{event.class_name}"), event.summary, event.evidence)
        for event in description.webhooks
    ]
    return "\n".join(
        [
            "# Events of webhooks\n",
            "Every event that the contract knows, and the class that it is decoded to. An event of another type is an",
            "`UnknownEvent`. See [Webhooks](../guides/webhooks.md).\n",
            table(("Type", "Class", "When", "Evidence"), rows),
        ]
    )


def _resource_page(description: Description, resource: str) -> str:
    about = next((tag.description for tag in description.tags if tag.resource == resource), "")
    operations = _operations(description, resource)
    parts = [f"# {resource.capitalize()}\n", f"{about} [How to read this page](index.md#how-to-read-these-pages)\n"]
    parts += [part for operation in operations for part in _operation(description, operation)]
    return "\n".join(parts)


def _operation(description: Description, operation: OperationEntry) -> Iterator[str]:
    yield f"({operation.id})="
    yield f"## {operation.resource}.{operation.name}\n"
    if operation.deprecated:
        yield "**Deprecated.**\n"
    yield f"{operation.description or operation.summary}\n"
    evidence = f" · {operation.evidence}" if operation.evidence else ""
    yield f"`{operation.method} {operation.path}`{evidence}\n"
    yield block("python", python_example(operation))
    yield block("console", f"$ {command_example(operation)}")
    yield from _arguments(description, operation)
    yield f"**Returns** {_returns(description, operation)}.\n"
    yield from _errors(operation)
    if operation.documentation:
        yield f"[{operation.summary}]({operation.documentation}) in Pivotal's documentation\n"


def _arguments(description: Description, operation: OperationEntry) -> Iterator[str]:
    body: tuple[Field, ...] = ()
    if operation.body is not None:
        body = operation.body.fields or ((operation.body.argument,) if operation.body.argument else ())
    headers = [parameter for parameter in operation.parameters if parameter.location == "header"]
    others = [parameter for parameter in operation.parameters if parameter.location != "header"]
    fields: list[Field] = [*others, *body, *headers]
    rows = [
        (
            code(field.python or field.name),
            code(str(field.type).removesuffix(_OMITTED)) + (", required" if field.required else ""),
            _about(description, field),
            field.evidence,
        )
        for field in fields
    ]
    if rows:
        yield table(("Argument", "Type", "Description", "Evidence"), rows)


def _about(description: Description, field: Field) -> str:
    schema = description.resolve(field.schema)
    text = field.description or schema.description
    if schema.enum is not None:
        text += " One of " + ", ".join(code(str(value)) for value in schema.enum) + "."
    if field.deprecated:
        text = f"**Deprecated.** {text}"
    return text + _bounds(schema, text)


def _bounds(schema: Schema, text: str) -> str:
    low, high = schema.minimum, schema.maximum
    if any(str(bound) in text for bound in (high, schema.max_length)):
        return ""
    bounds = [f"at least {low}"] if low is not None else []
    bounds += [f"at most {high}"] if high is not None else []
    bounds += [f"at most {schema.max_length} characters"] if schema.max_length is not None else []
    return f" ({', '.join(bounds)})" if bounds else ""


def _returns(description: Description, operation: OperationEntry) -> str:
    classes = {schema.class_name for schema in description.schemas.values()}
    result = reference(f"~.{operation.result}") if operation.result in classes else code(operation.result)
    if operation.success.page_of is not None:
        return f"a {reference('~.Page')} of {result}; iterate over it to walk all pages"
    return result


def _errors(operation: OperationEntry) -> Iterator[str]:
    failures = [response for response in operation.responses if not response.is_success]
    rows = [(reference(_error(response.status)), response.status, response.description) for response in failures]
    if rows:
        yield table(("Raises", "Status", "When"), rows)


def _error(status: str) -> str:
    error = error_class(int(status), None, None) if status.isdigit() else APIStatusError
    return f"~.{error.__name__}"
