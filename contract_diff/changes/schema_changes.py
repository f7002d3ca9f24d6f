"""What changed between two schemas: part by part where both are built alike, else by normal form."""

from collections.abc import Iterator
from typing import TypeAlias

from contract_diff.changes.change import Change, Pair
from contract_diff.changes.facet_changes import FacetDiff, show_name
from contract_diff.changes.match_branches import match
from contract_diff.containment.subset import RELATED, Subset
from contract_diff.core.json_values import as_array, as_object, as_texts
from contract_diff.core.severity import EQUAL, INCOMPARABLE, Direction, Effect, Severity
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node, component_name
from contract_diff.schemas.conjunction import make_term
from contract_diff.schemas.discriminators import branch_names
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.keywords import admits_null
from contract_diff.schemas.normal_form import TYPES, Facet, JsonType, Normal, Numbers, Term
from contract_diff.schemas.normalise import WHOLE_KEYWORDS, from_branch

Found: TypeAlias = Iterator[Change | Pair]

COMBINED = ("$ref", "allOf", "anyOf", "oneOf")
WHOLE = ("not", *(keyword for keyword in WHOLE_KEYWORDS if keyword != "$dynamicRef"))


class PairDiff:
    """Finds the changes of one pair: part by part where both are built alike, else by normal form."""

    def __init__(self, subset: Subset, sameness: Sameness, pair: Pair, effect: Effect) -> None:
        self._subset = subset
        self._sameness = sameness
        self._pair = pair
        self._effect = effect
        self._facets = FacetDiff(subset, pair)

    def run(self) -> Found:
        """All changes and all pairs below."""
        if self._built_alike():
            yield from self._by_part(self._pair.base[0], self._pair.head[0])
        else:
            base, head, view = self._pair
            normaliser = self._subset.normaliser
            yield from self._by_normal_form(normaliser.term(base, view), normaliser.term(head, view))
            yield from self._whole_keywords()

    def _built_alike(self) -> bool:
        if len(self._pair.base) != 1 or len(self._pair.head) != 1:
            return False
        mine, theirs = (as_object(term[0].raw) for term in self._pair[:2])
        shapes = [frozenset(keyword for keyword in COMBINED if raw.get(keyword)) for raw in (mine, theirs)]
        return shapes[0] == shapes[1] != frozenset()

    def _by_part(self, old: Node, new: Node) -> Found:
        normaliser, view = self._subset.normaliser, self._pair.view
        own = normaliser.own(old, view), normaliser.own(new, view)
        yield from self._by_normal_form(*own)
        if own[0].facets.keys() == own[1].facets.keys():
            yield from self._nullable(old, new)
        yield from self._whole_keywords()
        if "$ref" in old.raw:
            yield self._down(old.document.target(old), new.document.target(new))
        for keyword in ("allOf", "anyOf", "oneOf"):
            if old.raw.get(keyword):
                yield from self._branches(keyword, _branches(old, keyword), _branches(new, keyword))

    def _nullable(self, old: Node, new: Node) -> Found:
        """Null that `nullable` adds to what a schema is combined of: no part of it shows that."""
        if admits_null(old.raw) == admits_null(new.raw):
            return
        normaliser, view = self._subset.normaliser, self._pair.view
        was, now = (bool(normaliser.term((node,), view).of("null")) for node in (old, new))
        if was != now:
            effect = Effect(Answer.of(now), Answer.of(was))
            yield self._facets.change("null", effect, _told([], ["null"]) if now else _told(["null"], []))

    def _down(self, old: Node, new: Node) -> Pair:
        return Pair(make_term([old]), make_term([new]), self._pair.view)

    def _branches(self, keyword: str, old: list[Node], new: list[Node]) -> Found:
        matched = match(old, new, self._sameness)
        yield from (self._down(one, other) for one, other in matched.pairs)
        yield from self._called_otherwise(keyword, matched.pairs)
        for node in matched.removed:
            yield from self._branch(keyword, node, removed=True)
        for node in matched.added:
            yield from self._branch(keyword, node, removed=False)

    def _called_otherwise(self, keyword: str, pairs: list[tuple[Node, Node]]) -> Found:
        old, new = (branch_names(term[0]) for term in self._pair[:2])
        for one, other in pairs:
            before, after = (
                {name for _, name in side} for side in (old.get(one.pointer, ()), new.get(other.pointer, ()))
            )
            if before and after and before.isdisjoint(after):
                names = " to ".join(" or ".join(map(show_name, sorted(names))) for names in (before, after))
                yield self._facets.change("discriminator", INCOMPARABLE, f"name on the wire {names}", keyword)

    def _branch(self, keyword: str, node: Node, removed: bool) -> Found:
        base, head, view = self._pair
        owner, whole = (base, head) if removed else (head, base)
        if keyword == "allOf":
            told = self._subset.terms(whole, make_term([node]), view)
            effect = Effect(Answer.YES, told) if removed else Effect(told, Answer.YES)
        else:
            told = self._in_whole(owner[0], node, whole)
            effect = Effect(told, Answer.YES) if removed else Effect(Answer.YES, told)
        verb = "removed" if removed else "added"
        if effect != EQUAL:
            yield self._facets.change(keyword, effect, f"{verb} branch {_name(node)}")
        elif component_name(node):
            detail = f"schema {_name(node)} {verb} in {keyword}, without effect on the values"
            yield self._facets.change("composition", EQUAL, detail, keyword)

    def _in_whole(self, union: Node, branch: Node, whole: Term) -> Answer:
        """Whether every value of a union's branch is one of the other side, where discriminators tell values apart."""
        normaliser, view = self._subset.normaliser, self._pair.view
        called, term = branch_names(union), make_term([branch])
        if branch.pointer not in called:
            return self._subset.terms(term, whole, view)
        named = from_branch(normaliser.term(term, view), branch, called)
        return self._subset.normals(named, normaliser.term(whole, view), view)

    def _by_normal_form(self, old: Normal, new: Normal) -> Found:
        yield from self._types(old, new)
        for kind in TYPES:
            if old.of(kind) and new.of(kind) and not self._is_from_or_to_anything(old, new):
                yield from self._alternatives(old, new, kind)

    def _types(self, old: Normal, new: Normal) -> Found:
        gone: list[JsonType] = [kind for kind in TYPES if old.of(kind) and not new.of(kind)]
        come: list[JsonType] = [kind for kind in TYPES if new.of(kind) and not old.of(kind)]
        harmless = self._effect.severity(Direction(self._pair.view.direction)) is Severity.COMPATIBLE
        if self._pair.view.text and gone and self._effect.keeps is Answer.YES and harmless:
            lost = [_type_name(old, kind) for kind in gone]
            yield self._facets.change(
                "text-type", EQUAL, f"{_told(lost, [])}, and written as text all the same", "type"
            )
            return
        if self._is_from_or_to_anything(old, new):
            detail = f"anything to {_type_names(new)}" if self._pair.head else f"{_type_names(old)} to anything"
            yield self._facets.change("type", self._effect, detail)
            return
        for rule in ("null", "type"):
            lost = [_type_name(old, kind) for kind in gone if (kind == "null") == (rule == "null")]
            gained = [_type_name(new, kind) for kind in come if (kind == "null") == (rule == "null")]
            if lost or gained:
                effect = Effect(Answer.of(not lost), Answer.of(not gained))
                yield self._facets.change(rule, effect, _told(lost, gained), "type")

    def _is_from_or_to_anything(self, old: Normal, new: Normal) -> bool:
        """Whether one side says nothing and the other one which types there are: one change, whatever else it says."""
        return not (self._pair.base and self._pair.head) and old.facets.keys() != new.facets.keys()

    def _alternatives(self, old: Normal, new: Normal, kind: JsonType) -> Found:
        mine, theirs = list(old.of(kind)), list(new.of(kind))
        if len(mine) == len(theirs) == 1:
            yield from self._facets.compare(mine[0], theirs[0])
            return
        paired, removed, added = self._pair_facets(mine, theirs)
        for one, other in paired:
            yield from self._facets.compare(one, other)
        for facet in removed:
            told = self._effect.keeps if self._is_all(old) else self._contained(facet, new)
            yield from self._alternative(facet, Effect(told, Answer.YES), "removed")
        for facet in added:
            told = self._effect.adds_nothing if self._is_all(new) else self._contained(facet, old)
            yield from self._alternative(facet, Effect(Answer.YES, told), "added")

    def _is_all(self, side: Normal) -> bool:
        """Whether a side has one alternative only: what is told of the whole is told of that one."""
        return sum(map(len, side.facets.values())) == 1 and not self._built_alike()

    def _contained(self, facet: Facet, other: Normal) -> Answer:
        return self._subset.normals(Normal({facet.type: (facet,)}), other, self._pair.view)

    def _pair_facets(
        self, old: list[Facet], new: list[Facet]
    ) -> tuple[list[tuple[Facet, Facet]], list[Facet], list[Facet]]:
        def same(one: Facet, other: Facet) -> bool:
            view = self._pair.view
            if one.origin and other.origin and self._sameness.nodes(one.origin, other.origin):
                return True
            return (self._subset.facets(one, other, view), self._subset.facets(other, one, view)) == EQUAL

        for one in list(old):
            other = next((facet for facet in new if same(one, facet)), None)
            if other is not None:
                old.remove(one)
                new.remove(other)
        origins = (
            [facet.origin for facet in old if facet.origin],
            [facet.origin for facet in new if facet.origin],
        )
        matched = match(*origins, self._sameness)
        pairs = [(_of(old, one), _of(new, other)) for one, other in matched.pairs]
        if not matched.pairs and len(old) == len(new) == 1:
            pairs = [(old[0], new[0])]
        taken = [facet for pair in pairs for facet in pair]
        return pairs, _without(old, taken), _without(new, taken)

    def _alternative(self, facet: Facet, effect: Effect, verb: str) -> Found:
        if effect != EQUAL:
            name = _name(facet.origin) if facet.origin else facet.type
            yield self._facets.change("union", effect, f"{verb} alternative {name}", "anyOf")

    def _whole_keywords(self) -> Found:
        for keyword in WHOLE:
            mine, theirs = (_whole(term, keyword) for term in self._pair[:2])
            if mine is None and theirs is None:
                continue
            if mine is not None and theirs is not None and self._unchanged(keyword, mine, theirs):
                continue
            effect = self._whole_effect(keyword, mine, theirs)
            if effect != EQUAL:
                verb = "added" if mine is None else "removed" if theirs is None else "changed"
                yield self._facets.change(keyword, effect, f"{keyword} {verb}")

    def _unchanged(self, keyword: str, mine: Node, theirs: Node) -> bool:
        return all(
            self._sameness.values(mine.raw.get(name), theirs.raw.get(name)) for name in RELATED.get(keyword, (keyword,))
        )

    def _whole_effect(self, keyword: str, mine: Node | None, theirs: Node | None) -> Effect:
        if mine is None:
            return Effect(self._effect.keeps, Answer.YES)
        if theirs is None:
            return Effect(Answer.YES, self._effect.adds_nothing)
        return self._effect


def _branches(node: Node, keyword: str) -> list[Node]:
    return [node.child(keyword, str(index)).resolved() for index in range(len(as_array(node.raw[keyword])))]


def _whole(term: Term, keyword: str) -> Node | None:
    return next((node for node in term if keyword in as_object(node.raw)), None)


def _of(facets: list[Facet], origin: Node) -> Facet:
    return next(facet for facet in facets if facet.origin == origin)


def _without(facets: list[Facet], taken: list[Facet]) -> list[Facet]:
    return [facet for facet in facets if not any(facet is other for other in taken)]


def _name(node: Node) -> str:
    """A branch by its title, by its component's name, or by its number and types."""
    raw = as_object(node.raw)
    title, last = raw.get("title"), node.pointer.rsplit("/", 1)[-1]
    kinds = as_texts(raw.get("type")) if last.isdecimal() and not title else []
    return f"`{title or last}`" + (f" ({' or '.join(kinds)})" if kinds else "")


def _type_name(normal: Normal, kind: JsonType) -> str:
    facets = normal.of(kind)
    whole = all(isinstance(facet, Numbers) and facet.step is not None for facet in facets)
    return "integer" if kind == "number" and whole else kind


def _type_names(normal: Normal) -> str:
    return " or ".join(_type_name(normal, kind) for kind in TYPES if normal.of(kind)) or "nothing"


def _told(lost: list[str], gained: list[str]) -> str:
    if lost and gained:
        return f"{' or '.join(lost)} became {' or '.join(gained)}"
    return f"{' or '.join(lost)} is no longer allowed" if lost else f"{' or '.join(gained)} is now allowed"
