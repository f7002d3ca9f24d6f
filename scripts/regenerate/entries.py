"""The entries that templates render: arguments, methods and models, as plain values."""

from attrs import define, field

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.regenerate.naming import constant_name


@define
class Argument:
    """One argument of a method, or one field of a model."""

    name: str
    wire: str
    type: str
    doc: str
    pointer: str
    required: bool = True
    default: str | None = None
    owner: str = ""


@define
class Method:
    """One operation as a method of its resource."""

    name: str
    operation: Document
    path: str
    http_method: str
    pointer: str
    result: str
    item: str | None
    owners: list[str | None]
    authenticated: bool
    raises: list[tuple[str, str]]
    path_arguments: list[Argument] = field(factory=list[Argument])
    query: list[Argument] = field(factory=list[Argument])
    headers: list[Argument] = field(factory=list[Argument])
    body: list[Argument] | None = None
    # The one argument of a body that is not an object with known properties.
    whole_body: list[Argument] | None = None
    # The results by status, if they differ.
    results: dict[str, str] = field(factory=dict[str, str])
    styles: dict[str, str] = field(factory=dict[str, str])
    # By parameter, the code of its limits.
    bounds: dict[str, str] = field(factory=dict[str, str])
    content_type: str = "application/json"
    accept: str = "application/json"

    @property
    def constant(self) -> str:
        """Return the name of the operation's constant."""
        return constant_name(self.operation["operationId"])

    @property
    def deprecated(self) -> bool:
        """Return whether the contract deprecates the operation."""
        return bool(self.operation.get("deprecated"))

    @property
    def positional(self) -> list[Argument]:
        """Return every argument that can be passed by position."""
        return [*self.path_arguments, *(self.whole_body or [])]

    @property
    def first_result(self) -> str:
        """Return the result of the first success, which is the operation's unless others differ."""
        return next(iter(self.results.values()), self.result)

    @property
    def other_results(self) -> dict[str, str]:
        """Return the results of other statuses than the first."""
        first = next(iter(self.results), None)
        return {status: result for status, result in self.results.items() if status != first}

    @property
    def references(self) -> dict[str, str]:
        """Return the kind of record that each query and body argument with an id refers to."""
        return {argument.wire: argument.owner for argument in self.keyword_arguments if argument.owner}

    @property
    def keyword_arguments(self) -> list[Argument]:
        """Return every argument that is passed by name, the required ones first."""
        arguments = [*(self.body or []), *self.query, *self.headers]
        return sorted(arguments, key=lambda argument: argument.default is not None)


@define
class EventView:
    """One webhook: its event's type and class."""

    type: str
    class_name: str
    operation: Document

    @property
    def pointer(self) -> str:
        """Return the pointer to the webhook in the contract."""
        return json_pointers.join("/webhooks", self.type, "post")


@define
class ModelView:
    """One schema as a class."""

    name: str
    module: str
    doc: str
    pointer: str
    fields: list[Argument]
    # Fields whose name can't be that of an attribute of a msgspec struct.
    properties: list[Argument]
    nested: list[str]
    rows: list[str]
    imports: list[str]
    # The property that distinguishes the model in a union; its default is the value.
    tag: Argument | None = None
    # The names of imported classes that a field's name would hide.
    aliases: dict[str, str] = field(factory=dict[str, str])

    @property
    def renamed(self) -> list[str]:
        """Return the wire names that are not fields of the class."""
        return [entry.wire for entry in (*self.properties, *filter(None, (self.tag,)))]
