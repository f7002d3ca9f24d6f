"""What a bulk job writes to: the operations and the columns of a resource, from the contract."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
from attrs import frozen
from pivotal_api.contract import load_description
from pivotal_runtime.base_models import UNSET
from pivotal_runtime.description import Description, Field, OperationEntry
from pivotal_runtime.encoding import encode_body
from pivotal_runtime.errors import shown
from pivotal_runtime.json_errors import NOT_JSON

from pivotal import ids
from pivotal._arguments import is_text
from pivotal._schema_checks import check_of, text_check_of
from pivotal._value_checks import Check, Invalid
from pivotal.errors import InvalidArgumentError


@frozen(eq=False)
class Column:
    """A value that rows may have.

    Attributes:
        name: The argument in Python.
        wire: The property in the contract.
        owner: The kind of record whose id it is; None if it is no id.
        in_path: Whether it names the record above, such as the customer of a contact.
        required: Whether a new record needs it.
        check: Validates a value of JSON, and returns it in its one form.
        read: The same for text, such as a cell of a CSV file.
    """

    name: str
    wire: str
    owner: str | None
    in_path: bool
    required: bool
    check: Check
    read: Check

    def value_of(self, value: Any) -> Any:
        """Return a value as it is sent. Raises Invalid for one that the contract doesn't allow."""
        if isinstance(value, str):
            if not is_text(value):
                raise Invalid("invalid_string", "text, without half a surrogate pair")
            return self.read(value)
        try:
            return self.check(msgspec.json.decode(encode_body({"value": value}))["value"])
        except InvalidArgumentError as error:
            reason = str(error).removeprefix("value: ").rstrip(".")
            raise Invalid("invalid_type", f"another value ({reason})") from error


@frozen(eq=False)
class Target:
    """A resource that rows can be written to.

    Attributes:
        resource: The attribute of the client, such as `customers`.
        columns: What rows may have, by argument.
        create: The operation that creates a record.
        update: The operation that changes a record.
        list: The operation that lists records; below a record where `list_columns` is not empty.
        changeable: The arguments of `update`.
        list_columns: The columns that a list needs.
    """

    resource: str
    columns: Mapping[str, Column]
    create: OperationEntry
    update: OperationEntry
    list: OperationEntry
    changeable: frozenset[str]
    list_columns: tuple[str, ...]
    fields: frozenset[str]

    def column(self, header: str) -> Column | None:
        """Return the column that a header names: by argument, property or title, such as `Customer ID`."""
        wanted = _plain(header)
        return next((column for column in self.columns.values() if wanted in (column.name, column.wire)), None)


def writable(description: Description) -> dict[str, tuple[OperationEntry, OperationEntry, OperationEntry]]:
    """Return the resources whose records can be created, changed and listed, with these operations."""
    found: dict[str, dict[str, OperationEntry]] = {}
    for entry in description.operations:
        found.setdefault(entry.resource, {})[entry.name] = entry
    wanted = ("create", "update", "list")
    complete = {resource: named for resource, named in found.items() if all(name in named for name in wanted)}
    return {
        resource: (named["create"], named["update"], named["list"])
        for resource, named in complete.items()
        if named["create"].body and named["update"].body and named["list"].success.page_of
    }


def target_of(resource: object, description: Description | None = None) -> Target:
    """Return the target for a resource. Raises InvalidArgumentError if its records can't be created and changed."""
    description = description or load_description()
    able = writable(description)
    if not isinstance(resource, str) or resource not in able:
        raise InvalidArgumentError(
            f"resource: there are no rows of {shown(resource)} to write; pass {' or '.join(sorted(able))}."
        )
    create, update, listing = able[resource]
    assert create.body is not None and update.body is not None  # noqa: S101  (writable has checked)
    columns = [_column(description, field, in_path=True) for field in _above(create)]
    columns += [_column(description, field) for field in create.body.fields if field.python]
    rows = listing.success.page_of
    return Target(
        resource=resource,
        columns={column.name: column for column in columns},
        create=create,
        update=update,
        list=listing,
        changeable=frozenset(field.python for field in update.body.fields),
        list_columns=tuple(field.python for field in _above(listing)),
        fields=frozenset(field.name for field in description.resolve(rows).fields) if rows else frozenset(),
    )


def _above(entry: OperationEntry) -> list[Field]:
    return [parameter for parameter in entry.parameters if parameter.location == "path"]


def _column(description: Description, field: Field, *, in_path: bool = False) -> Column:
    check, read = check_of(description, field.schema), partial(_read, description, field)
    if field.refers_to is not None:
        check = read = partial(_id, field.refers_to)
    return Column(field.python, field.name, field.refers_to, in_path, field.required or in_path, check, read)


def _read(description: Description, field: Field, text: str) -> Any:
    types = set(description.resolve(field.schema).types)
    if "string" not in types and text[:1] in ("[", "{"):
        try:
            return check_of(description, field.schema)(msgspec.json.decode(text))
        except NOT_JSON as error:
            raise Invalid("invalid_json", f"JSON ({error})") from error
    if "array" in types:
        return check_of(description, field.schema)([part.strip() for part in text.split(";") if part.strip()])
    return text_check_of(description, field.schema)(text)


def _id(owner: str, value: Any) -> str:
    try:
        return ids.parse_id(value, owner)
    except InvalidArgumentError as error:
        raise Invalid("invalid_id", f"the id of a {owner}: {error}") from error


def _plain(header: str) -> str:
    return re.sub(r"\W+", "_", header.strip().lower()).strip("_")


def left_out(value: Any) -> bool:
    """Return whether a cell leaves the field as it is."""
    return value is UNSET or (isinstance(value, str) and not value)  # not ==: it may raise, or be an array
