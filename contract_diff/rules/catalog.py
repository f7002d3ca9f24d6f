"""The catalog of rules: for each rule its title, meaning, advice, default severity and an example. It is data.

One file in `descriptions/` describes the rules of one OpenAPI object. A finding's rule is the catalog's name with the
effect appended, such as `enum-widens`; without one if the accepted values stay equal.
"""

from functools import cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from contract_diff.changes.change import Listed
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EFFECTS, Direction, Severity
from contract_diff.core.yaml_files import read_yaml_file

CATALOG = Path(__file__).parent / "descriptions"
# What is reported about the reading of a contract, and is no change of it.
NOT_READ = "not-read"
SCHEMA_EFFECTS = ("narrows", "widens", "incomparable", "unknown")
SCHEMA_DIRECTIONS = ("request", "response")
# The advice where a rule has none of its own, by severity and direction.
GENERAL_ADVICE = {
    "breaking/request": "Change what you send so that the new contract accepts it before it takes effect.",
    "breaking/response": "Make your code accept what may now be returned before the new contract takes effect.",
    "breaking/none": "Change your code before the new contract takes effect.",
    "risky/request": "Check whether what you send is affected; the contracts alone do not decide it.",
    "risky/response": "Check whether your code relies on it; the contracts alone do not decide it.",
    "risky/none": "Check whether you rely on it.",
    "compatible": "Nothing needs to be done.",
}


@frozen
class Default:
    """A default that differs from what containment alone decides; empty attributes apply to all."""

    effect: str = ""
    direction: str = ""
    when: str = ""
    severity: str = ""
    sdk: str = ""


@frozen
class Example:
    """A change that the rule reports: two values at a place.

    Attributes:
        at: A JSON pointer into a contract, or `request` or `response` for the schema of a JSON body.
    """

    at: str
    base: Any
    head: Any


@frozen
class Rule:
    """What is known about a rule.

    Attributes:
        name: Its name, without an effect.
        object: The OpenAPI object that it is about.
        title: What changed, in a few words.
        about: What it means, in one or two sentences.
        effects: How the accepted values can change.
        directions: Which way what changed can travel.
        prefixed: Whether a finding's message starts with the title.
        advice: Sentences by `EFFECT/DIRECTION`, by direction, or for `any`.
        defaults: Where the default severity differs from what containment alone decides.
    """

    name: str
    object: str
    title: str
    about: str
    example: Example
    effects: tuple[str, ...] = field(default=SCHEMA_EFFECTS, converter=tuple)
    directions: tuple[str, ...] = field(default=SCHEMA_DIRECTIONS, converter=tuple)
    prefixed: bool = False
    advice: dict[str, str] = field(factory=dict[str, str])
    defaults: tuple[Default, ...] = ()

    def message(self, detail: str) -> str:
        """Return what changed, in one sentence."""
        return f"{self.title}: {detail}" if self.prefixed else detail

    def listed(self, listed: Listed | None) -> Listed | None:
        """Return how the sentence names several things."""
        return listed and listed._replace(before=self.message(listed.before))

    def advise(self, effect: str, direction: Direction, severity: Severity) -> str:
        """Return what a caller must do: the most specific sentence there is."""
        for key in (f"{effect}/{direction}", str(direction), "any"):
            if key in self.advice:
                return self.advice[key]
        return GENERAL_ADVICE.get(f"{severity}/{direction}") or GENERAL_ADVICE[severity]


def finding_rule(rule: str, effect: str) -> str:
    """Return the rule that a finding names.

    Example:
        >>> finding_rule("enum", "widens"), finding_rule("tag", "equal")
        ('enum-widens', 'tag')
    """
    return rule if effect == "equal" else f"{rule}-{effect}"


def find_rule(name: str) -> tuple[Rule, str] | None:
    """Return the rule of this name, or of a finding with this rule and its effect; None if there is none."""
    rules = load_catalog()
    if name in rules:
        return rules[name], ""
    rule, _, effect = name.rpartition("-")
    return (rules[rule], effect) if rule in rules and effect in EFFECTS else None


@cache
def load_catalog() -> dict[str, Rule]:
    """Return all rules by name.

    Example:
        >>> load_catalog()["maxLength"].message("10 to 5")
        'maximum length: 10 to 5'
    """
    rules: dict[str, Rule] = {}
    for path in sorted(CATALOG.glob("*.yaml")):
        for name, row in as_object(read_yaml_file(path)).items():
            rules[name] = _rule(name, path.stem.replace("_", " "), dict(row))
    return rules


def _rule(name: str, openapi_object: str, row: dict[str, Any]) -> Rule:
    defaults = tuple(Default(**default) for default in row.pop("severity", ()))
    example = Example(**row.pop("example"))
    return Rule(name=name, object=openapi_object, example=example, defaults=defaults, **row)
