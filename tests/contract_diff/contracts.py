"""Small contracts to compare."""

import json
from datetime import date
from functools import cache
from typing import Any

from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Report
from contract_diff.findings.policy import Policy, load_policy
from contract_diff.reading.document import Document, parse
from contract_diff.reading.extensions import Extensions
from contract_diff.reading.references import Reading
from contract_diff.reading.sources import Source

TODAY = date(2026, 1, 1)
policy_named = cache(load_policy)
JSON = "application/json"


def document(
    root: dict[str, Any], name: str = "contract.json", *, lenient: bool = False, ignored: tuple[str, ...] = ()
) -> Document:
    """A parsed contract."""
    return parse(Source(name, json.dumps({"openapi": "3.1.0", **root})), reading=Reading(lenient, Extensions(ignored)))


def compare(
    base: dict[str, Any], head: dict[str, Any], policy: Policy | None = None, *, lenient: bool = False
) -> Report:
    """The findings between two contracts, on a fixed day."""
    parsed = document(base, "base.json", lenient=lenient), document(head, "head.json", lenient=lenient)
    return diff(*parsed, policy or policy_named("strict"), TODAY)


def sending(schema: Any, **root: Any) -> dict[str, Any]:
    """A contract with one operation that takes a body."""
    body = {"required": True, "content": {JSON: {"schema": schema}}}
    return {"paths": {"/things": {"post": {"requestBody": body, "responses": {}}}}, **root}


def answering(schema: Any, **root: Any) -> dict[str, Any]:
    """A contract with one operation that answers a body."""
    answer = {"description": "", "content": {JSON: {"schema": schema}}}
    return {"paths": {"/things": {"get": {"responses": {"200": answer}}}}, **root}
