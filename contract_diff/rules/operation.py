"""What the rules work on and what they report: operations of both sides, notices, and schemas to compare."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from contract_diff.changes.change import Pair
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Direction, Effect, Severity
from contract_diff.reading.document import Document, Node
from contract_diff.schemas.conjunction import make_term
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import JsonType, Term, View

# In a parameter or a form field a number and its text are the same bytes; in XML everything is text.
AS_PARAMETER: frozenset[JsonType] = frozenset({"number", "boolean"})
AS_XML: frozenset[JsonType] = frozenset({"number", "boolean", "array", "object"})
AS_JSON: frozenset[JsonType] = frozenset()


@dataclass(frozen=True)
class Notice:
    """A change outside schemas; it means no more than `limit` to whoever calls the operation."""

    rule: str
    effect: Effect
    direction: Direction
    detail: str
    base: Pointer | None
    head: Pointer | None
    operation: str = ""
    limit: Severity = Severity.BREAKING


@dataclass(frozen=True)
class Root:
    """Where an operation meets the schema graph.

    Attributes:
        places: those that have the schemas or may have one.
        limit: nothing there means more to whoever calls it.
    """

    operation: str
    pair: Pair
    places: tuple[Pointer, Pointer]
    limit: Severity = Severity.BREAKING


Found: TypeAlias = Iterator[Notice | Root]


@dataclass(frozen=True)
class Contract:
    """Both documents, what is the same in them, and the day on which they are compared."""

    base: Document
    head: Document
    today: date

    @cached_property
    def sameness(self) -> Sameness:
        """What needs no comparison."""
        return Sameness(self.base, self.head)

    @cached_property
    def same_security(self) -> bool:
        """Whether the security that operations inherit and refer to is the same."""
        old, new = self.base.root, self.head.root
        schemes = [as_object(root.get("components")).get("securitySchemes") for root in (old, new)]
        values = self.sameness.values
        return values(old.get("security"), new.get("security")) and values(*schemes)


@dataclass(frozen=True)
class Operation:
    """One operation that both sides have.

    Attributes:
        label: how findings name it, such as `GET /customers/{id}` or `POST webhook:customerCreated`.
        flipped: the client is the one who is called (webhooks, callbacks).
        paths: what both sides call the path; the names in braces are those of its parameters.
    """

    label: str
    base: Node
    head: Node
    base_item: Node
    head_item: Node
    contract: Contract = field(repr=False)
    flipped: bool = False
    paths: tuple[str, str] = ("", "")

    @property
    def sent(self) -> Direction:
        """The direction of what the caller of the operation sends."""
        return Direction.RESPONSE if self.flipped else Direction.REQUEST

    @property
    def received(self) -> Direction:
        """The direction of what the operation answers."""
        return Direction.REQUEST if self.flipped else Direction.RESPONSE

    def notice(
        self, rule: str, effect: Effect, direction: Direction, detail: str, old: Node | None, new: Node | None
    ) -> Notice:
        """A notice at this operation."""
        base, head = (None if node is None else node.pointer for node in (old, new))
        return Notice(rule, effect, direction, detail, base, head, self.label)

    def root(
        self,
        direction: Direction,
        old: Node,
        new: Node,
        text: frozenset[JsonType] = AS_JSON,
        member: str = "schema",
        xml: bool = False,
    ) -> Root:
        """The comparison of the schemas that two nodes have as a member."""
        view = View("request" if direction is Direction.REQUEST else "response", text, xml=xml)
        pair = Pair(_schema(old, member), _schema(new, member), view)
        return Root(self.label, pair, (old.pointer, new.pointer))


def _schema(node: Node, member: str) -> Term:
    return make_term([node.child(member)]) if member in as_object(node.raw) else ()


def child(node: Node | None, *tokens: str) -> Node | None:
    """The node below with references followed; None where there is none."""
    for token in tokens:
        if node is None or token not in as_object(node.raw):
            return None
        node = node.child(token).resolved()
    return node


def children(node: Node | None, *tokens: str) -> dict[str, Node]:
    """The members of an object below a node, references followed."""
    found = child(node, *tokens)
    return {} if found is None else {key: found.child(key).resolved() for key in as_object(found.raw)}


def flag(node: Node | None, keyword: str) -> bool:
    """Whether a keyword is set to true."""
    return node is not None and as_object(node.raw).get(keyword) is True


def text_of(node: Node | None, keyword: str) -> Any:
    """A member's value, or None."""
    return None if node is None else as_object(node.raw).get(keyword)
