"""The witness of a change: a value that only one side accepts, and that shows this change rather than another one."""

from collections.abc import Iterable, Iterator
from typing import Any

from contract_diff.changes.change import Branch, Change, Shows, Side
from contract_diff.core.json_values import as_object, is_object
from contract_diff.core.ternary import Answer
from contract_diff.findings.finding import Witness
from contract_diff.schemas.normal_form import AllOf, View
from contract_diff.witnesses.judge import Judge

# With how many other changes a witness is compared, to find one that shows this change alone.
MAX_OTHERS = 8


def find_witness(judge: Judge, change: Change, others: Iterable[Change] = ()) -> Witness | None:
    """Return a value that shows the change: one that only the wider side accepts; None if none is known.

    Args:
        judge: Finds and validates values.
        change: The change.
        others: The changes of the same schemas, which the value should not show.
    """
    if change.pair is None:
        return None
    base, head, view = change.pair
    other_tests = [other.shows for other in others if other.shows and other is not change][:MAX_OTHERS]
    sides: list[tuple[AllOf, AllOf, Side]] = []
    if change.effect.keeps is not Answer.YES:
        sides.append((base, head, "base"))
    if change.effect.adds_nothing is not Answer.YES:
        sides.append((head, base, "head"))
    if view.direction == "response":
        sides.reverse()  # what a client doesn't know breaks it, not what no longer comes
    for accepting, refusing, name in sides:
        proposed = _of_branch(judge, change.branch, refusing, view) if change.branch else ()
        distance = _Distance(judge, change, name, view, other_tests)
        for value in judge.only_in(accepting, refusing, view, distance, proposed):
            return Witness(value, name)
    return None


class _Distance:
    """How far a value is from showing a change: 0 if it shows this one and no other."""

    def __init__(self, judge: Judge, change: Change, side: Side, view: View, others: list[Shows]) -> None:
        self._judge = judge
        self._change = change
        self._side: Side = side
        self._view = view
        self._others = others

    def __call__(self, value: Any) -> int:
        """Return the distance of a value."""
        shows, branch = self._change.shows, self._change.branch
        distance = 0 if shows is None or shows(value, self._side) else len(self._others) + 1
        distance += sum(other(value, self._side) for other in self._others)
        return distance + (self._from_branch(value, branch) if branch else 0)

    def _from_branch(self, value: Any, branch: Branch) -> int:
        if not _has_tag(value, branch) or self._accepts(branch.schema, value) is not Answer.of(branch.accepts):
            return len(branch.siblings) + 1
        return sum(self._accepts(sibling, value) is Answer.YES for sibling in branch.siblings)

    def _accepts(self, schema: AllOf, value: Any) -> Answer:
        return self._judge.validator(schema, self._view)(value)


def _of_branch(judge: Judge, branch: Branch, refusing: AllOf, view: View) -> Iterator[Any]:
    """Yield values of a branch, with each tag that selects it."""
    for value in judge.drawn(branch.schema, refusing, view) if branch.accepts else ():
        if is_object(value) and branch.tags:
            yield from ({**value, name: tag} for name, tag in sorted(branch.tags))
        else:
            yield value


def _has_tag(value: Any, branch: Branch) -> bool:
    names = {name for name, _ in branch.tags}
    return not names or any((name, as_object(value).get(name)) in branch.tags for name in names)
