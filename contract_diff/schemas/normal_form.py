"""The normal form of a schema: for each JSON type, the alternatives of what it accepts of that type."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from contract_diff.core.json_pointers import Pointer
from contract_diff.reading.document import Node

JsonType = Literal["null", "boolean", "number", "string", "array", "object"]
TYPES: tuple[JsonType, ...] = ("null", "boolean", "number", "string", "array", "object")

Term: TypeAlias = tuple[Node, ...]


@dataclass(frozen=True)
class View:
    """Who reads the schema: the same contract means less in a request (no readOnly) than in a response.

    Attributes:
        direction: what the client sends (`request`) or receives (`response`).
        text: the types whose values travel as text here (in a parameter, in XML): any string admits them.
        conventional: a name that one side declares and the other leaves open counts as unused so far.
        exclusive: oneOf excludes what matches several branches; if not, it is read as anyOf.
        xml: values are written as XML, where names matter that no value shows.
    """

    direction: Literal["request", "response"]
    text: frozenset[JsonType] = frozenset()
    conventional: bool = True
    exclusive: bool = True
    xml: bool = False


@dataclass(frozen=True)
class Extra:
    """What is compared as a whole: not, if, contains, unevaluated..., a oneOf whose branches may overlap.

    Attributes:
        keyword: the keyword; `allOf` stands for the node itself, as one part of a conjunction.
        node: the schema in which the keyword stands.
    """

    keyword: str
    node: Node


@dataclass(frozen=True, kw_only=True)
class FacetBase:
    """What every facet has.

    Attributes:
        extras: further keywords, all of which must hold.
        origin: the union branch that it came from, to pair branches by.
        called: the member by which a discriminator selects that branch, with each name that does; what bears such a
            name is a value of branches of this name only.
    """

    type: JsonType
    extras: frozenset[Extra] = frozenset()
    called: frozenset[tuple[str, str]] = frozenset()
    origin: Node | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Values(FacetBase):
    """Finitely many values, as canonical JSON texts.

    Attributes:
        within: facets of which each value must be one as well, where that takes more than a look.
    """

    items: frozenset[str]
    within: "frozenset[Facet]" = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether the values are all there is to it."""
        return not self.extras and not self.within


@dataclass(frozen=True, kw_only=True)
class Numbers(FacetBase):
    """An interval, its bounds moved to the step where there is one."""

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False
    step: Fraction | None = None
    formats: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Strings(FacetBase):
    """A range of lengths, and everything that the text must look like."""

    low: int = 0
    high: int | None = None
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    encodings: frozenset[str] = frozenset()
    media_types: frozenset[str] = frozenset()
    content: Term = ()


@dataclass(frozen=True)
class ArrayPart:
    """What one schema says of items: of the first ones by place, of the others by one schema."""

    prefix: tuple[Term, ...] = ()
    rest: Term = ()

    def item(self, index: int) -> Term:
        """The schema of the item at an index."""
        return self.prefix[index] if index < len(self.prefix) else self.rest


@dataclass(frozen=True, kw_only=True)
class Arrays(FacetBase):
    """A range of lengths and what the items are; every part holds."""

    low: int = 0
    high: int | None = None
    unique: bool = False
    parts: tuple[ArrayPart, ...] = ()

    def item(self, index: int) -> Term:
        """The schema of the item at an index."""
        return merge_terms(*(part.item(index) for part in self.parts))

    @property
    def prefix_length(self) -> int:
        """How many items are described by place."""
        return max((len(part.prefix) for part in self.parts), default=0)


@dataclass(frozen=True)
class ObjectPart:
    """What one schema says of members; `additionalProperties` is about the names in the same schema only."""

    properties: dict[str, Term] = field(default_factory=dict[str, Term], hash=False)
    patterns: dict[str, Term] = field(default_factory=dict[str, Term], hash=False)
    rest: Term = ()
    rest_is_stated: bool = False
    owner: Pointer = ""


@dataclass(frozen=True, kw_only=True)
class Objects(FacetBase):
    """Which members there must be, may be, and what they are; every part holds."""

    low: int = 0
    high: int | None = None
    required: frozenset[str] = frozenset()
    parts: tuple[ObjectPart, ...] = ()
    names: Term = ()
    dependent: frozenset[tuple[str, str]] = frozenset()
    hidden: frozenset[str] = frozenset()

    @cached_property
    def declared(self) -> frozenset[str]:
        """The names that some part describes, as far as this view shows them."""
        return frozenset(name for part in self.parts for name in part.properties) - self.hidden

    @cached_property
    def patterns(self) -> frozenset[str]:
        """The name patterns that some part describes."""
        return frozenset(pattern for part in self.parts for pattern in part.patterns)

    @cached_property
    def members(self) -> dict[str, Term]:
        """The schemas of members that were asked for, by name."""
        return {}

    @cached_property
    def rest(self) -> Term:
        """The schema of a member whose name no part describes."""
        return merge_terms(*(part.rest for part in self.parts))


Facet = Values | Numbers | Strings | Arrays | Objects

FULL: dict[JsonType, Facet] = {
    "null": Values(type="null", items=frozenset({"null"})),
    "boolean": Values(type="boolean", items=frozenset({"true", "false"})),
    "number": Numbers(type="number"),
    "string": Strings(type="string"),
    "array": Arrays(type="array"),
    "object": Objects(type="object"),
}


@dataclass(frozen=True)
class Normal:
    """A schema in normal form.

    Attributes:
        facets: the alternatives for each type that occurs.
    """

    facets: dict[JsonType, tuple[Facet, ...]] = field(hash=False)

    def of(self, kind: JsonType) -> tuple[Facet, ...]:
        """The alternatives for one type."""
        return self.facets.get(kind, ())

    def like(self, facet: Facet) -> tuple[Facet, ...]:
        """The alternatives that its values may be of: of those with a name only the ones with its own."""
        names = {name for _, name in facet.called}
        others = self.of(facet.type)
        return tuple(
            one for one in others if not (names and one.called) or any(name in names for _, name in one.called)
        )


ANYTHING = Normal({kind: (facet,) for kind, facet in FULL.items()})
NOTHING = Normal({})


def merge_terms(*terms: Term) -> Term:
    """The conjunction of terms, each node once, in order."""
    return tuple(dict.fromkeys(node for term in terms for node in term))


def with_extra(facet: Facet, extra: Extra) -> Facet:
    """The facet under one more keyword."""
    return replace(facet, extras=facet.extras | {extra})
