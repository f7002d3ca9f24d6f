"""The normal form of a schema: the alternatives that it accepts, for each JSON type.

A facet is one such alternative: all constraints on the values of one type. (XML Schema calls the constraints of a type
its facets.) For example, the normal form of `{"type": ["string", "integer"], "maxLength": 5, "minimum": 0}` is

    string: Strings(high=5)
    number: Numbers(low=0, step=1)

and an `anyOf` of two object schemas has two facets under `object`. Two schemas are compared type by type and facet by
facet, so it doesn't matter in which of many ways each of them is written.
"""

from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from attrs import evolve, field, frozen

from contract_diff.core.json_pointers import Pointer
from contract_diff.reading.document import Node

JsonType = Literal["null", "boolean", "number", "string", "array", "object"]
TYPES: tuple[JsonType, ...] = ("null", "boolean", "number", "string", "array", "object")

# Schemas that must all accept a value. The empty conjunction accepts everything.
AllOf: TypeAlias = tuple[Node, ...]
# Properties that tell the branches of a union apart, each with a value that selects a branch.
Tags: TypeAlias = frozenset[tuple[str, str]]


@frozen(cache_hash=True)
class View:
    """How a schema is read: the same schema means less in a request (no readOnly) than in a response.

    Attributes:
        direction: Whether the client sends the value (`request`) or receives it (`response`).
        text: The types whose values are sent as text (in a parameter, in XML), so that any string admits them.
        conventional: Whether a name that one side declares and the other leaves open counts as unused so far.
        exclusive: Whether oneOf refuses a value that matches several branches; if not, it is read as anyOf.
        xml: Whether values are written as XML, where names matter that no value shows.
    """

    direction: Literal["request", "response"]
    text: frozenset[JsonType] = frozenset()
    conventional: bool = True
    exclusive: bool = True
    xml: bool = False


@frozen
class Extra:
    """A keyword that is compared as a whole: not, if, contains, unevaluated..., a oneOf whose branches may overlap.

    Attributes:
        keyword: The keyword; `allOf` stands for the node itself, as one part of a conjunction.
        node: The schema that has the keyword.
    """

    keyword: str
    node: Node


@frozen(kw_only=True)
class FacetBase:
    """What every facet has.

    Attributes:
        extras: Further keywords, all of which must hold.
        tags: The discriminator values that select the union branch of this facet. A value with such a tag belongs to
            branches with this tag only.
        origin: The union branch that the facet came from, to pair branches by.
    """

    type: JsonType
    extras: frozenset[Extra] = frozenset()
    tags: Tags = frozenset()
    origin: Node | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Values(FacetBase):
    """Finitely many values, as canonical JSON.

    Attributes:
        within: Facets that each value must satisfy too, where the value alone doesn't decide that.
    """

    items: frozenset[str]
    within: "frozenset[Facet]" = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether nothing constrains the values further."""
        return not self.extras and not self.within


@frozen(kw_only=True)
class Numbers(FacetBase):
    """An interval of numbers; if there is a step, the bounds are multiples of it."""

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False
    step: Fraction | None = None
    formats: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Strings(FacetBase):
    """A range of lengths, with the patterns and formats that a string must match."""

    low: int = 0
    high: int | None = None
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    encodings: frozenset[str] = frozenset()
    media_types: frozenset[str] = frozenset()
    content: AllOf = ()


@frozen
class ArrayPart:
    """What one schema requires of items: the first ones by place, all others by one schema."""

    prefix: tuple[AllOf, ...] = ()
    rest: AllOf = ()

    def item(self, index: int) -> AllOf:
        """Return the schema of the item at an index."""
        return self.prefix[index] if index < len(self.prefix) else self.rest


@frozen(kw_only=True)
class Arrays(FacetBase):
    """A range of lengths, and the items; every part applies."""

    low: int = 0
    high: int | None = None
    unique: bool = False
    parts: tuple[ArrayPart, ...] = ()

    def item(self, index: int) -> AllOf:
        """Return the schema of the item at an index."""
        return merge_all_of(*(part.item(index) for part in self.parts))

    @property
    def prefix_length(self) -> int:
        """How many items are described by place."""
        return max((len(part.prefix) for part in self.parts), default=0)


@frozen
class ObjectPart:
    """What one schema requires of properties; its `additionalProperties` is about the names of this schema only."""

    properties: dict[str, AllOf] = field(factory=dict[str, AllOf], hash=False)
    patterns: dict[str, AllOf] = field(factory=dict[str, AllOf], hash=False)
    rest: AllOf = ()
    rest_is_stated: bool = False
    owner: Pointer = ""


@frozen(kw_only=True)
class Objects(FacetBase):
    """The required, the possible and the hidden properties; every part applies."""

    low: int = 0
    high: int | None = None
    required: frozenset[str] = frozenset()
    parts: tuple[ObjectPart, ...] = ()
    names: AllOf = ()
    dependent: frozenset[tuple[str, str]] = frozenset()
    hidden: frozenset[str] = frozenset()

    @cached_property
    def declared(self) -> frozenset[str]:
        """The names that some part describes and this view shows."""
        return frozenset(name for part in self.parts for name in part.properties) - self.hidden

    @cached_property
    def patterns(self) -> frozenset[str]:
        """The name patterns that some part describes."""
        return frozenset(pattern for part in self.parts for pattern in part.patterns)

    @cached_property
    def known_properties(self) -> dict[str, AllOf]:
        """The schemas of properties that were looked up, by name."""
        return {}

    @cached_property
    def rest(self) -> AllOf:
        """The schema of a property that no part names."""
        return merge_all_of(*(part.rest for part in self.parts))


Facet = Values | Numbers | Strings | Arrays | Objects

FULL: dict[JsonType, Facet] = {
    "null": Values(type="null", items=frozenset({"null"})),
    "boolean": Values(type="boolean", items=frozenset({"true", "false"})),
    "number": Numbers(type="number"),
    "string": Strings(type="string"),
    "array": Arrays(type="array"),
    "object": Objects(type="object"),
}


@frozen
class NormalForm:
    """A schema in normal form.

    Attributes:
        facets: The alternatives for each type that occurs.
    """

    facets: dict[JsonType, tuple[Facet, ...]] = field(hash=False)

    def of(self, kind: JsonType) -> tuple[Facet, ...]:
        """Return the alternatives for one type."""
        return self.facets.get(kind, ())

    def comparable(self, facet: Facet) -> tuple[Facet, ...]:
        """Return the alternatives that may accept values of a facet: those of its type, except with other tags."""
        names = {name for _, name in facet.tags}
        return tuple(
            candidate
            for candidate in self.of(facet.type)
            if not (names and candidate.tags) or any(name in names for _, name in candidate.tags)
        )


ANYTHING = NormalForm({kind: (facet,) for kind, facet in FULL.items()})
NOTHING = NormalForm({})


def merge_all_of(*conjunctions: AllOf) -> AllOf:
    """Return the conjunction of conjunctions, each node once, in order."""
    return tuple(dict.fromkeys(node for conjunction in conjunctions for node in conjunction))


def with_extra(facet: Facet, extra: Extra) -> Facet:
    """Return the facet with one more keyword."""
    return evolve(facet, extras=facet.extras | {extra})
