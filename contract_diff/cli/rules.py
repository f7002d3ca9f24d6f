"""The commands about rules: list all, and explain one."""

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from attrs import asdict

from contract_diff.cli.extension import Extension
from contract_diff.core.command_line import print_text
from contract_diff.core.errors import InputError
from contract_diff.core.severity import EFFECTS, Direction, Severity, worst_of
from contract_diff.core.tables import table
from contract_diff.findings.policy import Policy, load_policy
from contract_diff.rules.catalog import GENERAL_ADVICE, Rule, find_rule, finding_rule, load_catalog

AFFECTED = {
    "request": "whoever sends it",
    "response": "whoever reads it",
    "none": "code that is generated from the contract, or people who plan by it",
}


def _make_parser(command: str, description: str, extension: Extension) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"contract-diff {command}", description=description)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    policy = extension.default_policy
    parser.add_argument("--policy", default=policy, help=f"the policy that decides severities; default: {policy}")
    return parser


def list_rules(argv: Sequence[str], extension: Extension) -> int:
    """Print all rules with their worst severity in each direction."""
    description = "List the rules, with the worst severity that each can have in requests and responses."
    options = _make_parser("rules", description, extension).parse_args(argv)
    policy = load_policy(options.policy, extension.policy_folders)
    rules = sorted(load_catalog().values(), key=lambda rule: (rule.object, rule.name))
    if options.format == "json":
        print_text(_to_json([_to_data(rule, policy) for rule in rules]))
    else:
        rows = [(rule.object, rule.name, *_worst(rule, policy), rule.title) for rule in rules]
        print_text(table(("object", "rule", "request", "response", "what changed"), rows) + "\n")
    return 0


def _worst(rule: Rule, policy: Policy) -> tuple[str, str]:
    request, response = (
        worst_of(severity for _, row in severities(rule, policy) for name, severity in row.items() if name == direction)
        if direction in rule.directions
        else "-"
        for direction in ("request", "response")
    )
    return request, response


def severities(rule: Rule, policy: Policy) -> Iterator[tuple[str, dict[str, Severity]]]:
    """Yield the rule of each finding that a rule can lead to, with its severity by direction."""
    for effect in rule.effects:
        name = finding_rule(rule.name, effect)
        by_containment = {direction: EFFECTS[effect].severity(Direction(direction)) for direction in rule.directions}
        yield (
            name,
            {
                direction: policy.severity(name, Direction(direction), severity)
                for direction, severity in by_containment.items()
            },
        )


def explain_rule(argv: Sequence[str], extension: Extension) -> int:
    """Print everything that is known about one rule.

    Raises:
        InputError: There is no such rule.
    """
    parser = _make_parser("explain", "Explain a rule, by its name or as a finding names it.", extension)
    parser.add_argument("rule", metavar="RULE", help="such as enum or enum-widens")
    options = parser.parse_args(argv)
    policy = load_policy(options.policy, extension.policy_folders)
    found = find_rule(options.rule)
    if found is None:
        raise InputError(f"{options.rule}: there is no such rule; `contract-diff rules` lists all")
    rule, effect = found
    if options.format == "json":
        print_text(_to_json(_to_data(rule, policy)))
    else:
        print_text("\n\n".join(_explain(rule, effect, policy)) + "\n")
    return 0


def _explain(rule: Rule, effect: str, policy: Policy) -> Iterator[str]:
    yield f"{rule.name}: {rule.title} ({rule.object})\n{rule.about}"
    rows = [
        (name, *(row[direction] for direction in rule.directions))
        for name, row in severities(rule, policy)
        if not effect or name == finding_rule(rule.name, effect)
    ]
    yield f"Severity under the policy {policy.name}:\n" + _indent(table(("finding", *rule.directions), rows))
    yield "Who is affected:\n" + _indent("\n".join(f"{name}: {AFFECTED[name]}" for name in rule.directions))
    yield "Advice:\n" + _indent("\n".join(_advice(rule, effect, policy)))
    yield f"Example, at {rule.example.at}:\n" + _indent(
        _to_yaml({"base": rule.example.base}, {"head": rule.example.head})
    )


def _advice(rule: Rule, effect: str, policy: Policy) -> list[str]:
    own = [
        f"{key}: {sentence}" if key != "any" else sentence
        for key, sentence in rule.advice.items()
        if not effect or "/" not in key or key.startswith(f"{effect}/")
    ]
    return own or list(dict.fromkeys(_general_advice(rule, effect, policy)))


def _general_advice(rule: Rule, effect: str, policy: Policy) -> Iterator[str]:
    """Yield the general sentences for each severity that the rule can have in each of its directions."""
    for name, by_direction in severities(rule, policy):
        if effect and name != finding_rule(rule.name, effect):
            continue
        for direction, severity in by_direction.items():
            key = f"{severity}/{direction}"
            yield f"{key}: {GENERAL_ADVICE.get(key) or GENERAL_ADVICE[severity]}"


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _to_yaml(*values: Any) -> str:
    return "".join(yaml.safe_dump(value, sort_keys=False, allow_unicode=True) for value in values)


def _to_data(rule: Rule, policy: Policy) -> dict[str, Any]:
    plain = asdict(rule)
    del plain["prefixed"], plain["defaults"]
    return {**plain, "severity": dict(severities(rule, policy))}


def _to_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
