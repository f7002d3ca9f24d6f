"""The contract as data, for programs that read it: the local server, a command line, documentation.

`pivotal_api.contract.load_description()` decodes contract.json, a generated file, into these classes. Nothing on the
way of a call loads it.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import msgspec

Location = Literal["path", "query", "header"]
JsonType = Literal["string", "integer", "number", "boolean", "array", "object", "null"]


class _Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """An entry of contract.json; what is omitted there has its default."""


class Schema(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """The values that a place accepts. An empty schema accepts any value.

    Attributes:
        ref: The named schema that describes the values; then only annotations are set beside it.
        types: The JSON types of the values, without null; empty for any.
        nullable: Whether null is a value too.
        enum: The only values, without null, in the contract's order.
        members: The name of the Python enum's member for each value of `enum`; empty if there is no such class.
        class_name: The class in `pivotal.models` for the values.
        format: The format, such as `date-time`.
        default: The value that an omitted one means; UNSET if the contract states none.
        minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of: Limits of a number.
        min_length, max_length: Limits of a string, in characters.
        pattern: The regular expression (ECMA 262) that a string matches.
        items: The schema of an array's items.
        min_items, max_items, unique_items: Limits of an array.
        fields: The known properties of an object, those of composed schemas included.
        values: The schema of an object's further properties: a typed map.
        closed: Whether an object has no further properties.
        any_of: The alternatives of a union.
        all_of: The parts of a composition that is not an object with known properties.
        discriminator: The property that distinguishes the alternatives.
        description: The contract's description.
        deprecated: Whether the contract deprecates the schema.
        evidence: How well the schema is known: documented, example or inferred; empty if it is not recorded.
    """

    ref: str | None = None
    types: tuple[JsonType, ...] = ()
    nullable: bool = False
    enum: tuple[Any, ...] | None = None
    members: tuple[str, ...] = ()
    class_name: str | None = None
    format: str | None = None
    default: Any = msgspec.UNSET
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    items: "Schema | None" = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    fields: "tuple[Field, ...]" = ()
    values: "Schema | None" = None
    closed: bool = False
    any_of: "tuple[Schema, ...]" = ()
    all_of: "tuple[Schema, ...]" = ()
    discriminator: str | None = None
    description: str = ""
    deprecated: bool = False
    evidence: str = ""


class Field(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """A property of an object.

    Attributes:
        name: The name on the wire.
        python: The attribute of the model, or the argument of the method; empty if Python has neither.
        type: The type of the argument, as its annotation is written; empty for a property of a named schema.
        schema: The values.
        required: Whether an object must have the property.
        refers_to: The kind of record whose id the value is, such as `customer`.
        description: The contract's description, or ours where it has none.
        deprecated: Whether the contract deprecates the property.
        evidence: How well the property is known: documented, example or inferred.
        read_only: Whether requests never contain it.
        write_only: Whether responses never contain it.
    """

    name: str
    schema: Schema
    python: str = ""
    type: str = ""
    required: bool = False
    refers_to: str | None = None
    description: str = ""
    deprecated: bool = False
    evidence: str = ""
    read_only: bool = False
    write_only: bool = False


class Parameter(Field, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """A parameter of an operation.

    Attributes:
        location: Where it is sent.
        style: How an array or an object is written in the query: `flat`, `deep`, or the separator of an array's items;
            empty repeats the parameter.
    """

    location: Location
    style: str = ""


class Body(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """The body of a request.

    Attributes:
        media_type: The media type that the client sends.
        required: Whether a request must have a body.
        schema: The whole body.
        fields: The properties, if each is an argument.
        argument: The one argument, if the body is one value of any other kind.
    """

    media_type: str
    schema: Schema
    required: bool = False
    fields: tuple[Field, ...] = ()
    argument: Field | None = None


class Response(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """A response of an operation.

    Attributes:
        status: The status, such as `200`, `4XX` or `default`.
        description: The contract's description.
        media_type: The media type that the client reads; None if there is no content.
        schema: The content; None if there is none.
        page_of: The rows, if the response is a page of a list that the client walks.
    """

    status: str
    description: str = ""
    media_type: str | None = None
    schema: Schema | None = None
    page_of: Schema | None = None

    @property
    def is_success(self) -> bool:
        """Whether the response reports a success."""
        return self.status.startswith("2")


class OperationEntry(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """An operation.

    Attributes:
        id: The operationId.
        method: The HTTP method, in upper case.
        path: The path template.
        tag: The tag.
        resource: The attribute of the client, such as `customers`.
        name: The method of that attribute.
        result: The type that the method returns, as its annotation is written; for a page, the type of its rows.
        summary: The contract's summary.
        description: The contract's description.
        documentation: The URL of the documentation page.
        example: An example of a call, as in a docstring.
        deprecated: Whether the contract deprecates the operation.
        evidence: How well the operation is known: documented, example or inferred.
        authenticated: Whether a call needs an API key.
        parameters: The parameters; those of the path in the order of the path.
        body: The body.
        responses: The responses, in the contract's order.
    """

    id: str
    method: str
    path: str
    tag: str
    resource: str
    name: str
    result: str
    responses: tuple[Response, ...]
    summary: str = ""
    description: str = ""
    documentation: str | None = None
    example: str | None = None
    deprecated: bool = False
    evidence: str = ""
    authenticated: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None

    @property
    def success(self) -> Response:
        """The first response that reports a success; `default` counts if no other does."""
        by_status = {response.status: response for response in self.responses}
        return next(
            (entry for entry in self.responses if entry.is_success), by_status.get("default", self.responses[0])
        )


class Tag(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """A tag: its name, the attribute of the client, and the contract's description."""

    name: str
    resource: str
    description: str = ""


class WebhookEntry(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """An event that the API sends to webhooks.

    Attributes:
        type: The type of the event, such as `customer.created`.
        schema: The body.
        class_name: The class in `pivotal.models` for the event.
        summary: The contract's summary.
        description: The contract's description.
        deprecated: Whether the contract deprecates the event.
        evidence: How well the event is known: documented, example or inferred.
        sample: The body of the contract's first example; None if it has none.
    """

    type: str
    schema: Schema
    class_name: str
    sample: Any = None
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    evidence: str = ""


class Description(_Entry, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """A whole contract, as the client sees it: after the corrections.

    Attributes:
        title: The title of the API.
        version: The version of the API.
        base_url: The URL that requests go to.
        description: The contract's description.
        tags: The tags of the operations.
        operations: The operations, in the contract's order.
        webhooks: The events that the API sends, in the contract's order.
        schemas: The named schemas.

    Example:
        >>> from pivotal_api.contract import load_description
        >>> load_description().operation("get-customer").path
        '/api/v1/customers/{id}'
    """

    title: str
    version: str
    base_url: str
    tags: tuple[Tag, ...]
    operations: tuple[OperationEntry, ...]
    schemas: Mapping[str, Schema]
    webhooks: tuple[WebhookEntry, ...] = ()
    description: str = ""

    def operation(self, id: str) -> OperationEntry:
        """Return the operation with this operationId. Raises KeyError if there is none."""
        for operation in self.operations:
            if operation.id == id:
                return operation
        raise KeyError(id)

    def resolve(self, schema: Schema) -> Schema:
        """Return the named schema that a schema refers to, or the schema itself if it refers to none."""
        while schema.ref is not None:
            schema = self.schemas[schema.ref]
        return schema


def decode_description(content: bytes) -> Description:
    """Decode contract.json. Raises msgspec.ValidationError if it is not a description."""
    return msgspec.json.decode(content, type=Description)


@cache
def read_description(package: str) -> Description:
    """Return the description in a generated package; it is read once."""
    # Not importlib.resources, which takes longer to import than the description to decode.
    return decode_description(pkgutil.get_data(package, "contract.json") or b"")
