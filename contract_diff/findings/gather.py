"""From rules to changes: run the rules, compare the schemas that they lead to, and gather each change once.

One schema can be part of many operations. Each change is gathered once, with all operations that it reaches. A change
inside a schema can't be worse than what containment decides about the schema as a whole: that limit is passed on to the
schemas below. Example: `maxLength` of a property falls from 10 to 5, but another branch of the enclosing anyOf accepts
all strings. Then the whole still accepts what it accepted, and the change below is compatible.
"""

from collections.abc import Iterator
from typing import NamedTuple

from contract_diff.changes.change import Change, Comparison, Pair
from contract_diff.changes.graph import NOT_COMPARED, Comparer
from contract_diff.changes.match_branches import is_named_branch
from contract_diff.changes.one_of_overlap import OVERLAP, joined
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import Direction, Severity, least_of
from contract_diff.findings.find_witness import find_witness
from contract_diff.findings.gathered_change import GatheredChange
from contract_diff.rules import run_rules
from contract_diff.rules.notices import Notice, Root
from contract_diff.rules.subjects import Contract


def gather_changes(contract: Contract) -> list[GatheredChange]:
    """Run all rules and return each change once."""
    gatherer = _Gatherer(contract)
    for item in run_rules(contract):
        if isinstance(item, Notice):
            gatherer.add_notice(item)
        else:
            gatherer.add_schemas(item)
    return gatherer.changes


class _Visit(NamedTuple):
    """A pair on the way down, and the worst severity of a change there: by values, and by overlap only."""

    pair: Pair
    limit: Severity = Severity.BREAKING
    overlap_limit: Severity = Severity.BREAKING


Key = tuple[str, str, str, Pointer | None, Pointer | None]


class _Gatherer:
    """Collects each change once."""

    def __init__(self, contract: Contract) -> None:
        self._comparer = Comparer(contract.sameness, contract.calendar, contract.budget, contract.scope.extensions)
        self._changes: dict[Key, GatheredChange] = {}

    @property
    def changes(self) -> list[GatheredChange]:
        """The changes so far."""
        return list(self._changes.values())

    def add_notice(self, notice: Notice) -> None:
        """Add a change outside schemas."""
        change = self._entry(notice, notice.base, notice.head, notice.subject)
        severity = least_of(notice.limit, notice.effect.severity(notice.direction))
        change.add_reach(notice.direction, severity, notice.operation)

    def add_schemas(self, root: Root) -> None:
        """Add the changes of a pair of schemas and of all pairs below it."""
        direction = Direction(root.pair.view.direction)
        for visit, comparison in self._walk(root, direction):
            for change in comparison.changes:
                limit = visit.overlap_limit if change.rule == OVERLAP else visit.limit
                severity = least_of(root.limit, change.effect.severity(direction))
                severity = least_of(limit, severity) if change.pair else severity
                is_placed = visit.pair == root.pair and comparison is not NOT_COMPARED
                places = root.places if is_placed else (None, None)
                gathered = self._gathered(change, comparison.changes, places, _subject(change, root))
                gathered.add_reach(direction, severity, root.operation)

    def _walk(self, root: Root, direction: Direction) -> Iterator[tuple[_Visit, Comparison]]:
        """Yield all pairs below a root, each with its limits narrowed to what its own containment admits."""
        self._comparer.settle(root.pair)
        pending, seen = [_Visit(root.pair, root.limit, root.limit)], set[_Visit]()
        while pending:
            visit = pending.pop()
            if visit in seen:
                continue
            seen.add(visit)
            comparison = self._comparer.compare(visit.pair)
            limited = self._limit(visit, comparison, direction)
            yield limited, comparison
            pending.extend(_below(visit, limited, child) for child in comparison.children)

    def _limit(self, visit: _Visit, comparison: Comparison, direction: Direction) -> _Visit:
        with_overlap = joined((comparison.effect, comparison.overlap)).severity(direction)
        limit = self._limit_below(visit.pair, comparison.effect.severity(direction))
        return _Visit(visit.pair, least_of(visit.limit, limit), least_of(visit.overlap_limit, with_overlap))

    def _limit_below(self, pair: Pair, severity: Severity) -> Severity:
        """Return the worst severity below a pair of this severity.

        If the whole is undecided and a value could have decided it, its parts are at most undecided too.
        """
        undecided = severity is Severity.RISKY and self._comparer.judge.shows_all(*pair)
        return severity if undecided or severity is Severity.COMPATIBLE else Severity.BREAKING

    def _gathered(
        self, change: Change, siblings: tuple[Change, ...], places: tuple[Pointer | None, Pointer | None], subject: str
    ) -> GatheredChange:
        """Return the entry of a change; where a side has no schema, `places` is where it would be."""
        gathered = self._entry(change, change.base or places[0], change.head or places[1], subject)
        if gathered.witness is None and change.pair and change.effect.word != "equal" and not gathered.reach:
            gathered.witness = find_witness(self._comparer.judge, change, siblings)
        return gathered

    def _entry(self, item: Notice | Change, base: Pointer | None, head: Pointer | None, subject: str) -> GatheredChange:
        key = (item.rule, item.effect.word, item.detail, base, head)
        if key not in self._changes:
            self._changes[key] = GatheredChange(item.rule, item.effect, item.detail, base, head, subject, item.listed)
        return self._changes[key]


def _subject(change: Change, root: Root) -> str:
    """Return the parameter or header that a change is in; empty if it is in a schema that others may use too."""
    is_within = any(
        place is not None and place.startswith(owner)
        for place, owner in zip((change.base, change.head), root.places, strict=True)
    )
    return root.subject if is_within else ""


def _below(visit: _Visit, limited: _Visit, child: Pair) -> _Visit:
    # Other branches may accept what one branch loses, but code that knows the branch by its name may still break.
    is_masked = limited.limit is Severity.COMPATIBLE is not visit.limit and is_named_branch(visit.pair, child)
    return _Visit(child, Severity.RISKY if is_masked else limited.limit, limited.overlap_limit)
