"""The catalog against the code: every rule that is reported is described, and every description is true."""

import ast
import copy
import math
from pathlib import Path
from typing import Any

import pytest

import contract_diff
from contract_diff.core.budget import Budget
from contract_diff.core.severity import Severity
from contract_diff.findings.gather import gather_changes
from contract_diff.findings.gathered_change import GatheredChange
from contract_diff.findings.policy import load_policy
from contract_diff.reading.extensions import Extensions
from contract_diff.rules.catalog import GENERAL_ADVICE, Example, Rule, find_rule, finding_rule, load_catalog
from contract_diff.rules.scope import Scope
from contract_diff.rules.subjects import Contract
from tests.contract_diff.checks import PLACES, SCHEMAS, placed, probes
from tests.contract_diff.contracts import TODAY, answering, document, sending
from tests.contract_diff.wire_contract import placed as placed_on_the_wire

PACKAGE = Path(contract_diff.__file__).parent
RULES = load_catalog()


def changes(
    base: dict[str, Any], head: dict[str, Any], seconds: float = math.inf, *, lenient: bool = False
) -> list[GatheredChange]:
    sides = document(base, lenient=lenient), document(head, lenient=lenient)
    return gather_changes(
        Contract(*sides, TODAY, {"stable": 30}, Budget(seconds), Scope(extensions=Extensions(("x-rate-limit",))))
    )


def contract_with(example: Example, value: Any) -> dict[str, Any]:
    """A contract with a value where the example has it."""
    if example.at.startswith("/"):
        return placed_on_the_wire(example.at, copy.deepcopy(value))
    wrap = sending if example.at == "request" else answering
    return {**wrap(value), "components": copy.deepcopy(SCHEMAS)}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_example_of_a_rule_is_reported_by_it(rule: Rule) -> None:
    sides = [contract_with(rule.example, value) for value in (rule.example.base, rule.example.head)]
    seconds = 0 if rule.name == "not-compared" else math.inf
    found = changes(sides[0], sides[1], seconds, lenient=rule.name == "not-read")
    assert rule.name in {change.rule for change in found}


def probed() -> list[GatheredChange]:
    """All changes of all probes, in both directions of time."""
    wire = [probe for name in ("wire_probes.yaml", "wire_check_probes.yaml") for probe in probes(name)]
    pairs = [[placed_on_the_wire(probe["at"], probe[side]) for side in ("base", "head")] for probe in wire]
    for probe in probes("probes.yaml"):
        pairs += [[wrap(probe[side]) for side in ("base", "head")] for wrap in (sending, answering)]
    for _, place, probe in placed():
        pairs.append([{**PLACES[place](probe[side]), "components": SCHEMAS} for side in ("base", "head")])
    return [change for base, head in pairs for change in (*changes(base, head), *changes(head, base))]


@pytest.mark.slow
def test_every_reported_rule_effect_and_direction_is_in_the_catalog() -> None:
    reported = probed()
    assert len({change.rule for change in reported}) > 90
    assert {change.rule for change in reported} <= RULES.keys()
    effects = {(change.rule, change.effect.word) for change in reported}
    assert effects <= {(rule.name, effect) for rule in RULES.values() for effect in rule.effects}
    directions = {(change.rule, direction.value) for change in reported for direction, _ in change.reach}
    described = {(rule.name, direction) for rule in RULES.values() for direction in rule.directions}
    assert {pair for pair in directions if pair not in described} <= FLIPPED


REPORTING_CALLS = {"Notice", "notice", "Change", "change", "Announcement"}


def test_every_rule_named_in_the_code_is_in_the_catalog() -> None:
    calls = [
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args
    ]
    names = {
        call.args[0].value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in REPORTING_CALLS
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(names) > 40
    assert names <= RULES.keys()


# In webhooks and callbacks the client is called, so what callers send is what it receives.
FLIPPED = {
    (rule.name, {"request": "response", "response": "request"}[direction])
    for rule in RULES.values()
    for direction in rule.directions
    if direction != "none"
}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_row_is_complete(rule: Rule) -> None:
    assert rule.title
    assert rule.about.endswith(".")
    assert rule.effects
    assert set(rule.directions) <= {"request", "response", "none"}
    for key in rule.advice:
        effect, _, direction = key.rpartition("/")
        assert key == "any" or direction in rule.directions
        assert not effect or effect in rule.effects


def test_general_advice_covers_every_severity_and_direction() -> None:
    keys = {f"{severity}/{direction}" for severity in Severity for direction in ("request", "response", "none")}
    assert all(key in GENERAL_ADVICE or key.partition("/")[0] in GENERAL_ADVICE for key in keys)


def test_a_rule_is_found_by_its_name_and_by_that_of_a_finding() -> None:
    for rule in RULES.values():
        assert find_rule(rule.name) == (rule, "")
        for effect in rule.effects:
            expected = "" if effect == "equal" else effect
            assert find_rule(finding_rule(rule.name, effect)) == (rule, expected)
    assert find_rule("no-such-rule") is None


def test_strict_is_what_the_catalog_says() -> None:
    clauses = load_policy("strict").clauses
    named = {clause.rule for clause in clauses}
    assert named <= {finding_rule(rule.name, effect) for rule in RULES.values() for effect in rule.effects}
    assert sum(len(rule.defaults) for rule in RULES.values()) <= len(clauses)
