"""Reports of drift: tables for people, JSON for machines."""

from collections.abc import Sequence

from contract_diff.core.tables import table
from contract_diff.reporting.json import document, to_text
from contract_diff.reporting.table import render
from scripts.contract_live.drift import Drift
from scripts.surface.report import finding_table, to_plain

_EVENTS = "events that the contract lacks or describes otherwise; edit them in openapi.yaml"


def render_text(drift: Drift) -> str:
    """Return drift as tables and a closing sentence."""
    if not drift:
        return f"spec/openapi.yaml and generated/ agree with {drift.url}.\n"
    blocks = [render(drift.contract).rstrip()]
    if drift.python:
        blocks.append("Regenerated from it, the client would change:\n" + finding_table(drift.python))
    if drift.obstacle:
        blocks.append(f"The client can't be regenerated from it: {drift.obstacle}")
    blocks += [
        _pointer_table("the description differs", drift.prose),
        _pointer_table("known from samples only", drift.only_in_samples),
        _pointer_table(_EVENTS, drift.events),
        f"Drift; to import it, run: make import-spec SRC={drift.url}",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _pointer_table(title: str, pointers: Sequence[str]) -> str:
    return table([title], [[pointer] for pointer in pointers]) if pointers else ""


def render_json(drift: Drift) -> str:
    """Return drift as JSON."""
    report = {
        "url": drift.url,
        "drift": bool(drift),
        "contract": document(drift.contract),
        "prose": drift.prose,
        "only_in_samples": drift.only_in_samples,
        "events": drift.events,
        "python": [to_plain(finding) for finding in drift.python],
        "obstacle": drift.obstacle,
    }
    return to_text(report)
