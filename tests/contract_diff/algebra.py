"""The schema algebra without its oracle: what the structure of two schemas decides alone."""

from typing import Any, NamedTuple

from contract_diff.changes.change import Change, Pair
from contract_diff.changes.one_of_overlap import Overlaps
from contract_diff.changes.pair_scope import PairScope
from contract_diff.changes.schema_changes import schema_changes
from contract_diff.containment.disjoint import are_disjoint
from contract_diff.containment.subset import Subset
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Document
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import AllOf, Facet, NormalForm, View
from contract_diff.schemas.normalize import Normalizer
from tests.contract_diff.contracts import document

RESPONSE = View("response")
REQUEST = View("request")
# A name that no side declares is then not taken as unused.
LITERAL = View("response", conventional=False)
LETTERS = {"Y": Answer.YES, "N": Answer.NO, "U": Answer.UNKNOWN}


class SilentOracle:
    """An oracle that finds no value and no proof, and leaves the answer to the structure."""

    def refutes(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        return False

    def proves(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        return False

    def shows_all(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        return False


class Sides(NamedTuple):
    """Two schemas, each in a document of its own, and containment between them."""

    base: AllOf
    head: AllOf
    subset: Subset
    documents: list[Document]


def sides(base: Any, head: Any, components: tuple[Any, Any] = ({}, {}), version: str = "3.1.0") -> Sides:
    """Return two schemas; `components` are further components of each side."""
    documents = [
        document({"openapi": version, "paths": {}, "components": {"schemas": {"Schema": schema, **more}}})
        for schema, more in zip((base, head), components, strict=True)
    ]
    schemas = [all_of([side.at("/components/schemas/Schema")]) for side in documents]
    subset = Subset(Normalizer(are_disjoint), Sameness(documents[0], documents[1]), SilentOracle())
    return Sides(schemas[0], schemas[1], subset, documents)


def contained(sub: Any, sup: Any, view: View = RESPONSE, **more: Any) -> Answer:
    """Return whether the structure shows that one schema contains the other."""
    pair = sides(sub, sup, **more)
    return pair.subset.schemas(pair.base, pair.head, view)


def normal_form(schema: Any, view: View = RESPONSE, **components: Any) -> NormalForm:
    """Return the normal form of a schema."""
    pair = sides(schema, schema, (components, components))
    return pair.subset.normalizer.normalize(pair.base, view)


def facet(schema: Any, view: View = RESPONSE) -> Facet:
    """Return the only facet of a schema."""
    (only,) = (facet for facets in normal_form(schema, view).facets.values() for facet in facets)
    return only


def changed_rules(base: Any, head: Any, view: View = RESPONSE, **more: Any) -> list[str]:
    """Return the rules of all changes at or below two schemas, with their effects."""
    pair = sides(base, head, **more)
    overlaps = Overlaps(pair.subset)
    pending, rules = [Pair(pair.base, pair.head, view)], list[str]()
    while pending:
        scope_pair = pending.pop()
        scope = PairScope(pair.subset, scope_pair, overlaps.separate(scope_pair)[0])
        for item in schema_changes(scope):
            if isinstance(item, Change):
                rules.append(f"{item.rule}-{item.effect.word}")
            elif not pair.subset.sameness.schemas(item.base, item.head):
                pending.append(item)
    return sorted(rules)
