"""The values of a command as a call of the client."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pivotal_runtime.description import Description, Field, OperationEntry

from pivotal.cli._contract.fields import merged, read_content, read_json, read_pairs
from pivotal.cli._contract.flags import flag_name, variable
from pivotal.cli._exits import CommandError


class Call(NamedTuple):
    """A call: the operation, the arguments of its method, and the options beside them."""

    entry: OperationEntry
    arguments: dict[str, Any]
    options: dict[str, Any]

    def make(self, client: Any) -> Any:
        """Make the call on a client and return its result."""
        method = getattr(getattr(client, self.entry.resource), self.entry.name)
        return method(**self.arguments, **({"options": self.options} if self.options else {}))

    @property
    def is_write(self) -> bool:
        """Whether the call may change something."""
        return self.entry.method not in ("GET", "HEAD")

    @property
    def is_delete(self) -> bool:
        """Whether the call deletes."""
        return self.entry.method == "DELETE"


def read_call(description: Description, entry: OperationEntry, values: Mapping[str, Any], taken: Sequence[str]) -> Call:
    """Return the call that the values of a command mean. Raises CommandError for what can't be sent."""
    arguments = {
        parameter.python: given for parameter in entry.parameters if (given := _given(parameter, values)) is not None
    }
    options: dict[str, Any] = {}
    if pairs := values.get("query"):
        options["extra_query"] = read_pairs(pairs, "--query")
    if entry.body is not None and entry.body.argument is not None:
        arguments |= _whole_body(entry.body.argument, entry.body.media_type, values.get("data"))
    elif entry.body is not None:
        fields, extra = _body(description, entry, values)
        _check_required(entry, fields, taken)
        arguments |= fields
        if extra:
            options["extra_body"] = extra
    return Call(entry, arguments, options)


def _given(field: Field, values: Mapping[str, Any]) -> Any:
    value: Any = values.get(variable(field))
    if not isinstance(value, tuple):
        return value
    return [*value] or None


def _body(
    description: Description, entry: OperationEntry, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields that are arguments of the method, and the others."""
    assert entry.body is not None  # noqa: S101  (the caller has checked)
    known = {field.name: field for field in entry.body.fields}
    flags = {name: given for name, field in known.items() if (given := _given(field, values)) is not None}
    nulls = [_nullable(description, known, name) for name in values.get("null") or ()]
    body = merged(flags, values.get("data"), values.get("field") or (), nulls)
    if not body and entry.method == "PATCH":
        raise CommandError("There is nothing to change: pass at least one field.")
    arguments = {known[name].python: value for name, value in body.items() if name in known}
    return arguments, {name: value for name, value in body.items() if name not in known}


def _nullable(description: Description, known: Mapping[str, Field], name: str) -> str:
    wire = name if name in known else name.replace("-", "_")
    field = known.get(wire)
    if field is None:
        return name
    if not (field.schema.nullable or description.resolve(field.schema).nullable):
        clearable = [each.name for each in known.values() if description.resolve(each.schema).nullable]
        raise CommandError(f"--null {name}: the field can't be cleared; these can: {', '.join(clearable)}.")
    return wire


def _check_required(entry: OperationEntry, fields: Mapping[str, Any], taken: Sequence[str]) -> None:
    assert entry.body is not None  # noqa: S101  (the caller has checked)
    missing = [field for field in entry.body.fields if field.required and field.python not in fields]
    if missing:
        raise CommandError(f"Pass {' and '.join(f'--{flag_name(field, taken)}' for field in missing)} too.")


def _whole_body(argument: Field, media_type: str, data: str | None) -> dict[str, Any]:
    if data is None:
        if argument.required:
            raise CommandError("Pass the body with --data.")
        return {}
    content = read_content(data)
    if "json" in media_type:
        return {argument.python: read_json(content.decode("utf-8-sig", "replace"), "--data")}
    return {argument.python: content.decode(errors="replace") if media_type.startswith("text/") else content}
