"""What the comparison of one pair of schemas needs to know of it."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeAlias, TypeVar

from attrs import frozen

from contract_diff.changes.change import Branch, Change, Listed, Pair, Shows
from contract_diff.changes.keyword_places import locate
from contract_diff.containment.facets import facet_within
from contract_diff.containment.subset import Subset
from contract_diff.containment.unions import normal_form_within
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import AllOf, Facet, NormalForm, View

T = TypeVar("T")
# What a comparison yields: changes here, and pairs to compare below.
Found: TypeAlias = Iterator[Change | Pair]
COMPOSING_KEYWORDS = ("$ref", "allOf", "anyOf", "oneOf")


@frozen
class PairScope:
    """A pair under comparison.

    Attributes:
        subset: Containment of schemas.
        pair: The pair.
        effect: How the accepted values of the whole pair change.
    """

    subset: Subset
    pair: Pair
    effect: Effect

    @property
    def view(self) -> View:
        """How both schemas are read."""
        return self.pair.view

    @property
    def sameness(self) -> Sameness:
        """What is identical in both documents."""
        return self.subset.sameness

    @cached_property
    def is_built_alike(self) -> bool:
        """Whether both sides are one schema that combines others by the same keywords."""
        if len(self.pair.base) != 1 or len(self.pair.head) != 1:
            return False
        base, head = (
            frozenset(keyword for keyword in COMPOSING_KEYWORDS if as_object(schema[0].raw).get(keyword))
            for schema in self.pair.sides
        )
        return base == head != frozenset()

    def normalize(self, schema: AllOf) -> NormalForm:
        """Return the normal form of a schema in this view."""
        return self.subset.normalizer.normalize(schema, self.view)

    def own_form(self, node: Node) -> NormalForm:
        """Return the normal form of a schema's own assertions in this view."""
        return self.subset.normalizer.normalize_own(node, self.view)

    def schema_within(self, sub: AllOf, sup: AllOf) -> Answer:
        """Return whether `sup` accepts every value that `sub` accepts."""
        return self.subset.schemas(sub, sup, self.view)

    def facet_within(self, sub: Facet, sup: Facet) -> Answer:
        """Return whether a facet contains another one."""
        return facet_within(self.subset, sub, sup, self.view)

    def form_within(self, sub: NormalForm, sup: NormalForm) -> Answer:
        """Return whether a normal form contains another one."""
        return normal_form_within(self.subset, sub, sup, self.view)

    def child(self, base: AllOf, head: AllOf) -> Pair:
        """Return a pair below this one."""
        return Pair(base, head, self.view)

    def change(
        self,
        rule: str,
        effect: Effect,
        detail: str,
        keyword: str | None = None,
        shows: Shows | None = None,
        branch: Branch | None = None,
        listed: Listed | None = None,
    ) -> Change:
        """Return a change at a keyword of this pair; the rule's own keyword if none is named."""
        base, head = (locate(schema, keyword or rule) for schema in self.pair.sides)
        return Change(rule, effect, detail, base, head, self.pair, shows, branch, listed)


def effect_of(contains: Callable[[T, T], Answer], base: T, head: T) -> Effect:
    """Return the effect of a change, decided by containment in both directions."""
    return Effect(contains(base, head), contains(head, base))
