"""A change with everything that it reaches, on its way to a finding."""

from attrs import define, field

from contract_diff.changes.change import Listed
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import Direction, Effect, Severity, worst_of
from contract_diff.findings.finding import Exposure, Finding, Location, Witness
from contract_diff.findings.policy import Policy
from contract_diff.reading.document import Document
from contract_diff.rules.catalog import NOT_READ, finding_rule, load_catalog
from contract_diff.rules.subjects import Contract

# The operations that a change reaches, by direction and by the severity that containment decides.
Reach = dict[tuple[Direction, Severity], set[str]]


@define
class GatheredChange:
    """One change, and everything that it reaches."""

    rule: str
    effect: Effect
    detail: str
    base: Pointer | None
    head: Pointer | None
    subject: str = ""
    listed: Listed | None = None
    witness: Witness | None = None
    reach: Reach = field(factory=dict[tuple[Direction, Severity], set[str]])

    def add_reach(self, direction: Direction, severity: Severity, operation: str) -> None:
        """Record that the change reaches this operation."""
        self.reach.setdefault((direction, severity), set()).add(operation)

    def to_finding(self, contract: Contract, policy: Policy) -> Finding:
        """Return the change as a finding under a policy."""
        row = load_catalog()[self.rule]
        rule = finding_rule(self.rule, self.effect.word)
        reached = sorted(self.reach)
        exposures = tuple(self._exposure(policy, rule, *key) for key in reached)
        severity = worst_of(exposure.severity for exposure in exposures)
        worst = next(index for index, exposure in enumerate(exposures) if exposure.severity is severity)
        direction, by_containment = reached[worst]
        return Finding(
            rule=rule,
            effect=self.effect.word,
            severity=severity,
            sdk=worst_of(policy.sdk(rule, *key) for key in reached),
            exposures=exposures,
            base=_location(contract.base, self.base),
            head=_location(contract.head, self.head),
            message=row.message(self.detail),
            advice=row.advise(self.effect.word, direction, severity),
            clause=policy.clause(rule, direction, by_containment),
            undecided=by_containment is Severity.RISKY,
            witness=self.witness,
            is_change=self.rule != NOT_READ,
            subject=self.subject,
            listed=row.listed(self.listed),
            values=(_value(contract.base, self.base), _value(contract.head, self.head)),
        )

    def _exposure(self, policy: Policy, rule: str, direction: Direction, by_containment: Severity) -> Exposure:
        operations = self.reach[direction, by_containment] - {""}
        return Exposure(direction, policy.severity(rule, direction, by_containment), tuple(sorted(operations)))


def _location(document: Document, pointer: Pointer | None) -> Location | None:
    return None if pointer is None else Location(*document.place(pointer))


def _value(document: Document, pointer: Pointer | None) -> object:
    if pointer is None:
        return None
    try:
        return document.get(pointer)
    except KeyError:
        return None
