"""From two documents to findings: run the rules, compare the schemas they lead to, and gather by change."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import NamedTuple

from contract_diff.changes.change import Change, Comparison, Pair, Side
from contract_diff.changes.graph import Comparer
from contract_diff.changes.match_branches import is_named_branch
from contract_diff.changes.one_of_overlap import OVERLAP, joined
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import EQUAL, Direction, Effect, Severity, least_of, worst_of
from contract_diff.core.ternary import Answer
from contract_diff.findings.finding import Exposure, Finding, Location, Report, Witness
from contract_diff.findings.policy import DEFAULT_POLICY, Policy, load_policy
from contract_diff.findings.renames import offer_renames
from contract_diff.reading.document import Document
from contract_diff.rules.info import info
from contract_diff.rules.names import components
from contract_diff.rules.operation import Contract, Notice, Root
from contract_diff.rules.paths import paths, webhooks
from contract_diff.rules.security import schemes
from contract_diff.rules.sentences import advice, sentence
from contract_diff.rules.servers import document_servers
from contract_diff.schemas.normal_form import Term
from contract_diff.witnesses.judge import Judge


def diff(base: Document, head: Document, policy: Policy | None = None, today: date | None = None) -> Report:
    """Compare two contracts.

    Args:
        base: the contract that callers know.
        head: the contract that is to replace it.
        policy: what becomes of the law's verdicts; `strict` if None.
        today: the day by which sunsets are judged; the present day if None.

    Example:
        >>> from contract_diff.reading.document import parse
        >>> from contract_diff.reading.named_sources import Source
        >>> page = parse(Source("a.json", '{"openapi": "3.1.0", "paths": {}}'))
        >>> diff(page, page).findings
        ()
    """
    policy = policy or load_policy(DEFAULT_POLICY)
    contract = Contract(base, head, today or date.today())
    gathered = Gatherer(contract).gather()
    findings = (found.finding(contract, policy) for found in gathered)
    ordered = sorted(findings, key=lambda one: (-one.severity.rank, one.pointer, one.rule, one.message))
    return Report(base.name, head.name, policy.name, tuple(offer_renames(ordered)))


Reach = dict[tuple[Direction, Severity], set[str]]


@dataclass
class Gathered:
    """One change with everything that it reaches, by direction and the law's severity."""

    rule: str
    effect: Effect
    detail: str
    base: Pointer | None
    head: Pointer | None
    witness: Witness | None = None
    reach: Reach = field(default_factory=dict[tuple[Direction, Severity], set[str]])

    def reaches(self, direction: Direction, severity: Severity, operation: str) -> None:
        """Note that the change meets this operation."""
        self.reach.setdefault((direction, severity), set()).add(operation)

    def finding(self, contract: Contract, policy: Policy) -> Finding:
        """The change under a policy."""
        rule = self.rule if self.effect == EQUAL else f"{self.rule}-{self.effect.word}"
        laws = sorted(self.reach)
        exposures = tuple(
            Exposure(
                direction,
                policy.severity(rule, direction, law),
                tuple(sorted(self.reach[direction, law] - {""})),
            )
            for direction, law in laws
        )
        severity = worst_of(exposure.severity for exposure in exposures)
        worst = next(index for index, exposure in enumerate(exposures) if exposure.severity is severity)
        direction, law = laws[worst]
        return Finding(
            rule=rule,
            effect=self.effect.word,
            severity=severity,
            sdk=worst_of(policy.sdk(rule, *reached) for reached in laws),
            exposures=exposures,
            base=_location(contract.base, self.base),
            head=_location(contract.head, self.head),
            message=sentence(self.rule, self.detail),
            advice=advice(self.rule, self.effect.word, direction, severity),
            clause=policy.clause(rule, direction, law),
            undecided=law is Severity.RISKY,
            witness=self.witness,
            values=(_value(contract.base, self.base), _value(contract.head, self.head)),
        )


class Visit(NamedTuple):
    """A pair on the way down, and the worst that changes there can mean: of values, and by overlap only."""

    pair: Pair
    limit: Severity = Severity.BREAKING
    overlap: Severity = Severity.BREAKING


def _below(visit: Visit, here: Visit, child: Pair) -> Visit:
    # Other branches may take up what a branch loses; code that knows it by its name may still break.
    masked = here.limit is Severity.COMPATIBLE is not visit.limit and is_named_branch(visit.pair, child)
    return Visit(child, Severity.RISKY if masked else here.limit, here.overlap)


class Gatherer:
    """Runs all rules and collects each change once."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._comparer = Comparer(contract.sameness, contract.today)
        self._found: dict[tuple[str, str, str, Pointer | None, Pointer | None], Gathered] = {}

    def gather(self) -> list[Gathered]:
        """All changes."""
        for item in self._items():
            if isinstance(item, Notice):
                gathered = self._entry(item)
                law = least_of(item.limit, item.effect.severity(item.direction))
                gathered.reaches(item.direction, law, item.operation)
            else:
                self._walk(item)
        return list(self._found.values())

    def _items(self) -> Iterator[Notice | Root]:
        contract = self._contract
        return chain(
            info(contract),
            document_servers(contract),
            schemes(contract),
            components(contract),
            paths(contract),
            webhooks(contract),
        )

    def _entry(self, item: Notice | Change) -> Gathered:
        key = (item.rule, item.effect.word, item.detail, item.base, item.head)
        if key not in self._found:
            self._found[key] = Gathered(item.rule, item.effect, item.detail, item.base, item.head)
        return self._found[key]

    def _walk(self, root: Root) -> None:
        """Visit all pairs below a root; nothing is worse there than the containment of what it is a part of."""
        direction = Direction(root.pair.view.direction)
        self._comparer.settle(root.pair)
        pending, seen = [Visit(root.pair, root.limit, root.limit)], set[Visit]()
        while pending:
            visit = pending.pop()
            if visit in seen:
                continue
            seen.add(visit)
            comparison = self._comparer.compare(visit.pair)
            here = self._limited(visit, comparison, direction)
            for change in comparison.changes:
                limit = here.overlap if change.rule == OVERLAP else here.limit
                law = least_of(root.limit, change.effect.severity(direction))
                law = least_of(limit, law) if change.pair else law
                placed = change if visit.pair != root.pair else _placed(change, root)
                self._change(placed).reaches(direction, law, root.operation)
            pending.extend(_below(visit, here, child) for child in comparison.children)

    def _limited(self, visit: Visit, comparison: Comparison, direction: Direction) -> Visit:
        """The same pair, with what its own containment rules out."""
        exact = joined((comparison.effect, comparison.overlap)).severity(direction)
        limit = self._admitted(visit.pair, comparison.effect.severity(direction))
        return Visit(visit.pair, least_of(visit.limit, limit), least_of(visit.overlap, exact))

    def _admitted(self, pair: Pair, severity: Severity) -> Severity:
        """The worst that may stand below a pair: an undecided whole leaves parts undecided that values could show."""
        undecided = severity is Severity.RISKY and self._comparer.judge.shows_all(*pair)
        return severity if undecided or severity is Severity.COMPATIBLE else Severity.BREAKING

    def _change(self, change: Change) -> Gathered:
        gathered = self._entry(change)
        if gathered.witness is None and change.pair and change.effect.word != "equal" and not gathered.reach:
            gathered.witness = find_witness(self._comparer.judge, change)
        return gathered


def _placed(change: Change, root: Root) -> Change:
    """A change where no schema stands has the place that has none."""
    return replace(change, base=change.base or root.places[0], head=change.head or root.places[1])


def find_witness(judge: Judge, change: Change) -> Witness | None:
    """A value that shows the change: one that only the wider side accepts."""
    if change.pair is None:
        return None
    base, head, view = change.pair
    sides: list[tuple[Term, Term, Side]] = []
    if change.effect.keeps is not Answer.YES:
        sides.append((base, head, "base"))
    if change.effect.adds_nothing is not Answer.YES:
        sides.append((head, base, "head"))
    for inside, outside, name in sides:
        wanted = partial(change.shows, side=name) if change.shows else None
        for value in judge.only_in(inside, outside, view, wanted):
            return Witness(value, name)
    return None


def _location(document: Document, pointer: Pointer | None) -> Location | None:
    if pointer is None:
        return None
    return Location(*document.place(pointer))


def _value(document: Document, pointer: Pointer | None) -> object:
    if pointer is None:
        return None
    try:
        return document.get(pointer)
    except KeyError:
        return None
