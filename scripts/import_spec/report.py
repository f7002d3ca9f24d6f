"""What an import changed: a table for people, JSON for machines."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from contract_diff.core.tables import table
from scripts.contract import METHODS, Document
from scripts.import_spec.importer import Outcome
from scripts.import_spec.merge import Place
from scripts.openapi.comparison import MISSING, Difference, pointer
from scripts.openapi.coverage import EVIDENCE

_WIDTH = 60


def as_text(outcome: Outcome) -> str:
    """Set an import's outcome as tables and a closing sentence."""
    blocks = []
    if outcome.contradictions:
        rows = [
            [_title((*_SUBJECTS.get(one.subject[0], ()), one.subject[1], *one.at)), *_sides(one)]
            for one in outcome.contradictions
        ]
        blocks.append(table(["contradiction", "one says", "another says"], rows))
    rows = list(_rows(outcome))
    if rows:
        blocks.append(table(["change", "where", "what"], rows))
    blocks.append(_summary(outcome))
    return "\n\n".join(blocks)


_SUBJECTS = {"schemas": ("components", "schemas"), "securitySchemes": ("components", "securitySchemes")}


def _sides(one: Any) -> list[str]:
    return [f"{_short(one.first_says)} ({one.first})", f"{_short(one.second_says)} ({one.second})"]


def _rows(outcome: Outcome) -> Iterator[list[str]]:
    raised: Counter[tuple[str, str]] = Counter()
    for change in outcome.changes:
        kind = kind_of(change)
        if kind == "evidence raised":
            owner, noun = _owner(change.at, outcome.after)
            raised[owner, f"{noun}: {_short(change.left)} -> {_short(change.right)}"] += 1
        else:
            yield [kind, _title(change.at, outcome.after), _effect(change)]
    for (owner, what), count in raised.items():
        yield ["evidence raised", owner, what if count == 1 else f"{count} {what.replace(':', 's:', 1)}"]
    for place in outcome.kept:
        yield [
            "kept",
            _title(place, outcome.after),
            "the source describes its surroundings and doesn't mention it",
        ]
    for name in outcome.absent:
        yield ["kept", name, "the source doesn't have this operation"]


def kind_of(change: Difference) -> str:
    """Name a change: added, removed, changed, or evidence raised."""
    if change.at[-1] == EVIDENCE:
        return "evidence raised"
    if change.left is MISSING:
        return "added"
    return "removed" if change.right is MISSING else "changed"


def _effect(change: Difference) -> str:
    if change.left is MISSING:
        return _short(change.right)
    return (
        f"was {_short(change.left)}" if change.right is MISSING else f"{_short(change.left)} -> {_short(change.right)}"
    )


def _owner(at: Place, document: Document) -> tuple[str, str]:
    """The operation or schema that a piece of evidence belongs to, and what of it the evidence is for."""
    depth = 3
    inner = at[depth:-1]
    noun = "parameter" if "parameters" in inner else "field" if "properties" in inner else at[0].rstrip("s")
    return _title(at[:depth], document), {"path": "operation", "component": "schema"}.get(noun, noun)


def _title(at: Place, document: Document | None = None) -> str:
    """Name a place for people: `get-contact query limit`, `Contact.labels`, and the rest of the way to it."""
    if at[:2] == ("components", "schemas") and len(at) > 2:
        name, rest = at[2], at[3:]
        if rest[:1] == ("properties",) and len(rest) > 1:
            name, rest = f"{name}.{rest[1]}", rest[2:]
    elif at[:1] == ("paths",) and len(at) > 2 and at[2] in METHODS:
        operation = (document or {}).get("paths", {}).get(at[1], {}).get(at[2], {})
        name, rest = operation.get("operationId", f"{at[2].upper()} {at[1]}"), at[3:]
    else:
        name, rest = at[0] if at else "", at[1:]
    return " ".join([name, *(part for part in rest if part not in ("parameters", "properties"))])


def _short(value: Any) -> str:
    if value is MISSING:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 3] + "..."


def _summary(outcome: Outcome) -> str:
    count = len(outcome.sources)
    read = f"{count} {'source' if count == 1 else 'sources'} read"
    if outcome.skipped:
        read += f", {len(outcome.skipped)} without an operation skipped"
    if outcome.written:
        return f"{read}; spec/ is written."
    if outcome.contradictions:
        number = len(outcome.contradictions)
        noun = "contradiction" if number == 1 else "contradictions"
        return f"{read}; {number} {noun}, nothing is written. --accept takes the later one's word."
    return f"{read}; nothing changed."


def as_json(outcome: Outcome) -> str:
    """Set an import's outcome as JSON, places as JSON pointers into the merged contract."""
    changes = [
        {
            "kind": kind_of(change),
            "pointer": pointer(outcome.before if change.right is MISSING else outcome.after, change.at),
            "before": _plain(change.left),
            "after": _plain(change.right),
        }
        for change in outcome.changes
    ]
    contradictions = [
        {
            "subject": "/".join(one.subject),
            "pointer": pointer({}, one.at),
            "sources": [one.first, one.second],
            "says": [_plain(one.first_says), _plain(one.second_says)],
        }
        for one in outcome.contradictions
    ]
    report = {
        "sources": outcome.sources,
        "skipped": outcome.skipped,
        "changes": changes,
        "kept": [pointer(outcome.after, place) for place in outcome.kept],
        "absent": outcome.absent,
        "contradictions": contradictions,
        "written": outcome.written,
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    return None if value is MISSING else value
