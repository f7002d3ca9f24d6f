"""What rules compare: the contract, an operation, and the parts of an operation, each on both sides."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypeAlias

from attrs import evolve, field, frozen

from contract_diff.changes.change import Listed, Pair
from contract_diff.changes.lifecycle import Calendar
from contract_diff.core.budget import Budget
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Direction, Effect, Severity
from contract_diff.reading.document import Document, Node
from contract_diff.rules.media_type_names import MediaTypeName
from contract_diff.rules.notices import Notice, Root
from contract_diff.rules.scope import EVERYTHING, Scope
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import AllOf, JsonType, View

# Where something is in the base and in the head; None where it is absent.
Places: TypeAlias = tuple[Pointer | None, Pointer | None]


@frozen
class Contract:
    """Both documents, what is identical in them, and the day on which they are compared.

    Attributes:
        notice: How many days of notice a removal needs, by level of stability.
        budget: How long the comparison may take.
        scope: Which paths are compared.
    """

    base: Document
    head: Document
    today: date
    notice: Mapping[str, int] = field(factory=dict[str, int])
    budget: Budget = field(factory=Budget, repr=False)
    scope: Scope = EVERYTHING

    @property
    def calendar(self) -> Calendar:
        """The day, and the notice that is due."""
        return Calendar(self.today, self.notice)

    @cached_property
    def sameness(self) -> Sameness:
        """What is identical on both sides and needs no comparison."""
        return Sameness(self.base, self.head)

    @cached_property
    def same_security(self) -> bool:
        """Whether the security that operations inherit and refer to is identical."""
        base, head = self.base.root, self.head.root
        schemes = [as_object(root.get("components")).get("securitySchemes") for root in (base, head)]
        values = self.sameness.values
        return values(base.get("security"), head.get("security")) and values(*schemes)


@frozen
class Operation:
    """One operation that both sides have.

    Attributes:
        label: How findings name it, such as `GET /customers/{id}` or `POST webhook:customerCreated`.
        base_item: The path item of the base; `head_item` that of the head.
        flipped: Whether the client is called (webhooks, callbacks) instead of calling.
        paths: The path of the base and of the head; the names in braces are those of its parameters.
        limit: The worst severity that a change of it can have.
    """

    label: str
    base: Node
    head: Node
    base_item: Node
    head_item: Node
    contract: Contract = field(repr=False)
    flipped: bool = False
    paths: tuple[str, str] = ("", "")
    limit: Severity = Severity.BREAKING

    @property
    def sent(self) -> Direction:
        """The direction of what the caller of the operation sends."""
        return Direction.RESPONSE if self.flipped else Direction.REQUEST

    @property
    def received(self) -> Direction:
        """The direction of what the operation returns."""
        return Direction.REQUEST if self.flipped else Direction.RESPONSE

    def notice(
        self, rule: str, effect: Effect, direction: Direction, detail: str, base: Pointer | None, head: Pointer | None
    ) -> Notice:
        """Return a notice that concerns this operation."""
        return Notice(rule, effect, direction, detail, base, head, self.label, self.limit)


@frozen
class Part:
    """A part of an operation that both sides have.

    Attributes:
        name: How findings name it.
        direction: Whether the client sends or receives it.
        status: The status of the response that it belongs to; empty in a request.
    """

    operation: Operation
    base: Node
    head: Node
    name: str
    direction: Direction
    status: str = field(default="", kw_only=True)

    def notice(
        self, rule: str, effect: Effect, detail: str, places: Places | None = None, direction: Direction | None = None
    ) -> Notice:
        """Return a notice that concerns this part, or what it has at the given places."""
        places = places or (self.base.pointer, self.head.pointer)
        notice = self.operation.notice(rule, effect, direction or self.direction, detail, *places)
        return evolve(notice, subject=self.subject, listed=self._listed(detail))

    @property
    def subject(self) -> str:
        """The name without the response, as the same is often changed in all responses."""
        return self.name.removeprefix(f"response {self.status}").strip()

    def _listed(self, detail: str) -> Listed | None:
        """Return the status as one of several: what all responses have in common is often changed in all."""
        before, response, after = detail.partition(f"response {self.status}")
        return Listed(f"{before}responses ", self.status, after, anywhere=True) if self.status and response else None

    def schemas(
        self, keyword: str = "schema", as_text: frozenset[JsonType] = frozenset(), is_xml: bool = False
    ) -> Root:
        """Return the pair of schemas that both sides have under a keyword.

        Args:
            keyword: The keyword.
            as_text: The types whose values are sent as text.
            is_xml: Whether the values are written as XML.
        """
        view = View("request" if self.direction is Direction.REQUEST else "response", as_text, xml=is_xml)
        pair = Pair(_schema(self.base, keyword), _schema(self.head, keyword), view)
        places = self.base.pointer, self.head.pointer
        subject = self.subject if isinstance(self, Parameter | Header) else ""
        return Root(self.operation.label, pair, places, self.operation.limit, subject)


@frozen
class Parameter(Part):
    """A parameter in path, query, header or cookie."""

    kind = "parameter"


@frozen
class Header(Part):
    """A response header."""

    kind = "header"


@frozen
class RequestBody(Part):
    """A request body."""


@frozen
class Response(Part):
    """The response for a status."""


@frozen
class MediaType(Part):
    """A media type of a body, a parameter or a header; `media` is its name in the head."""

    media: MediaTypeName


Subject: TypeAlias = Contract | Operation | Part
Found: TypeAlias = Iterator[Notice | Root | Subject]


def _schema(node: Node, keyword: str) -> AllOf:
    return all_of([node.child(keyword)]) if keyword in as_object(node.raw) else ()
