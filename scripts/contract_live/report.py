"""Drift, told: tables for people, JSON for machines."""

from collections.abc import Sequence

from contract_diff.core.tables import table
from contract_diff.reporting.json import document, to_text
from contract_diff.reporting.table import render
from scripts.contract_live.drift import Drift
from scripts.surface.report import finding_table, to_plain


def as_text(drift: Drift) -> str:
    """For the terminal."""
    if not drift:
        return f"spec/openapi.yaml and generated/ say what {drift.url} says.\n"
    blocks = [render(drift.contract).rstrip()]
    if drift.python:
        blocks.append("Regenerated from it, the client would change:\n" + finding_table(drift.python))
    if drift.stuck:
        blocks.append(f"The client can't be regenerated from it: {drift.stuck}")
    blocks += [
        _places("other words in", drift.words),
        _places("known from samples alone", drift.unseen),
        _places("not compared, as no import reads it", drift.unread),
    ]
    blocks.append(f"Drift; bring it in with: make import-spec SRC={drift.url}")
    return "\n\n".join(block for block in blocks if block) + "\n"


def _places(title: str, pointers: Sequence[str]) -> str:
    return table([title], [[pointer] for pointer in pointers]) if pointers else ""


def as_json(drift: Drift) -> str:
    """For machines."""
    told = {
        "url": drift.url,
        "drift": bool(drift),
        "contract": document(drift.contract),
        "words": drift.words,
        "unseen": drift.unseen,
        "unread": drift.unread,
        "python": [to_plain(one) for one in drift.python],
        "stuck": drift.stuck,
    }
    return to_text(told)
