"""Edits of the contract under a spec folder, and what the lint reports after them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.contract import load
from scripts.lint_spec import cli
from scripts.lint_spec.lint import Violation, lint
from scripts.openapi.canonical_yaml import dump
from tests.support.frozen import CORRECTIONS

Change = Callable[[dict[str, Any]], object]
GET_CUSTOMER = "/paths/~1api~1v1~1customers~1{id}/get"
ME = "/paths/~1api~1v1~1me/get"


def get_customer(document: dict[str, Any]) -> dict[str, Any]:
    node: dict[str, Any] = document["paths"]["/api/v1/customers/{id}"]["get"]
    return node


def get_me(document: dict[str, Any]) -> dict[str, Any]:
    node: dict[str, Any] = document["paths"]["/api/v1/me"]["get"]
    return node


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    node: dict[str, Any] = document["components"]["schemas"][name]
    return node


def lint_frozen(spec: Path) -> list[Violation]:
    """Lint a copy of the frozen contract, with the corrections that belong to it."""
    return lint(spec, CORRECTIONS)


def run_lint(spec: Path, *options: str) -> int:
    """Run the lint's command line on a copy of the frozen contract, and return its exit code."""
    return cli.main(["--spec", str(spec), "--corrections", str(CORRECTIONS), *options])


def lint_changed(spec: Path, change: Change) -> set[tuple[str, str]]:
    """Change the contract, and return the rule and the pointer of each violation."""
    document = load(spec / "openapi.yaml")
    change(document)
    (spec / "openapi.yaml").write_text(dump(document), encoding="utf-8")
    return {(rule, problem.pointer) for rule, problem in lint_frozen(spec)}
