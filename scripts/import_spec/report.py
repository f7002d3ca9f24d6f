"""Reports of an import: tables for people, JSON for machines."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from contract_diff.core.safe_text import shorten
from contract_diff.core.tables import table
from contract_diff.reporting.json import to_text
from scripts.contract import METHODS, Document
from scripts.import_spec.contradictions import Contradiction
from scripts.import_spec.importer import Outcome
from scripts.openapi.comparison import MISSING, Difference, Place, key_parameters, to_pointer
from scripts.openapi.coverage import EVIDENCE
from scripts.phrases import excerpts, format_count

_MAX_VALUE = 60
EVIDENCE_RAISED = "evidence raised"


def render_text(outcome: Outcome) -> str:
    """Return an outcome as tables and a closing sentence."""
    blocks = []
    if outcome.contradictions:
        blocks.append(table(["contradiction", "base", "head"], list(map(_contradiction_row, outcome.contradictions))))
    rows = [*_change_rows(outcome), *_kept_rows(outcome)]
    if rows:
        blocks.append(table(["change", "where", "what"], rows))
    blocks.append(_summary(outcome))
    return "\n\n".join(blocks) + "\n"


def _contradiction_row(contradiction: Contradiction) -> list[str]:
    section, name = contradiction.subject
    section_place = ("components", section) if section in ("schemas", "securitySchemes") else ()
    base, head = _show_both(contradiction.base, contradiction.head)
    return [
        _title((*section_place, name, *contradiction.place)),
        f"{base} ({contradiction.base_source})",
        f"{head} ({contradiction.head_source})",
    ]


def _change_rows(outcome: Outcome) -> Iterator[list[str]]:
    """Yield a row for each change, then one for each kind of raised evidence in one operation or schema."""
    raised: Counter[tuple[str, str]] = Counter()
    for change in outcome.changes:
        kind = kind_of(change)
        if kind == EVIDENCE_RAISED:
            owner, noun = _evidence_owner(change.place, outcome.head)
            raised[owner, f"{noun}: {_show(change.base)} -> {_show(change.head)}"] += 1
        else:
            yield [kind, _title(change.place, outcome.head), _describe(change)]
    for (owner, description), count in raised.items():
        yield [EVIDENCE_RAISED, owner, description if count == 1 else f"{count} {description.replace(':', 's:', 1)}"]


def _kept_rows(outcome: Outcome) -> Iterator[list[str]]:
    head = key_parameters(outcome.head)
    for place in outcome.kept:
        yield ["kept", _title(place, outcome.head), _advise_on_kept(head, place)]
    tags = Counter((", ".join(theirs) or "none") for theirs in outcome.other_tags.values())
    for theirs, count in tags.items():
        operations = format_count(count, "operation")
        yield [
            "kept",
            "tags",
            f"the source has {theirs} at {operations}; ours stay, because they name Python resources",
        ]
    if outcome.other_events:
        yield [
            "kept",
            "webhooks",
            f"the source has others: {', '.join(outcome.other_events)}; an import leaves the events of the contract as "
            "they are, so edit them in openapi.yaml",
        ]
    for operation_id, page in outcome.absent.items():
        yield ["kept", operation_id, _advise_on_absent(outcome, page)]
    for name, operation_id in outcome.removed_pages.items():
        kind = "removed" if outcome.written else "would go"
        yield [kind, f"pages/{name}", f"its operation is called {operation_id} now"]


def _advise_on_kept(contract: Any, place: Place) -> str:
    for key in place:
        contract = contract.get(key, {})
    if contract.get(EVIDENCE) == "example":
        return "the source no longer has it, but samples show it; if it is gone, delete it from openapi.yaml"
    return (
        "the source no longer has it; if it is gone, delete it from openapi.yaml or import with --accept, else leave it"
    )


def _advise_on_absent(outcome: Outcome, page: str | None) -> str:
    if not outcome.is_index:
        return "the source doesn't have this operation; if it is gone, delete it from openapi.yaml"
    known = "" if page is None else f" ({page})"
    return (
        f"the index has no link to its page{known}; if the operation is gone, delete it from openapi.yaml and pages/, "
        "else import the page by its own URL"
    )


def kind_of(change: Difference) -> str:
    """Return the kind of a change: added, removed, changed, or evidence raised."""
    if change.place[-1] == EVIDENCE:
        return EVIDENCE_RAISED
    if change.base is MISSING:
        return "added"
    return "removed" if change.head is MISSING else "changed"


def _describe(change: Difference) -> str:
    if change.base is MISSING:
        return _show(change.head)
    if change.head is MISSING:
        return f"was {_show(change.base)}"
    return " -> ".join(_show_both(change.base, change.head))


def _evidence_owner(place: Place, document: Document) -> tuple[str, str]:
    """Return the operation or schema that a piece of evidence belongs to, and the kind of the part it is for."""
    owner, inner = place[:3], place[3:-1]
    if "parameters" in inner:
        noun = "parameter"
    elif "properties" in inner:
        noun = "field"
    else:
        noun = "operation" if place[0] == "paths" else "schema"
    return _title(owner, document), noun


def _title(place: Place, document: Document | None = None) -> str:
    """Return a readable name of a place: `get-contact query limit`, `Contact.labels`, and the keys below it."""
    if place[:2] == ("components", "schemas") and len(place) > 2:
        name, rest = place[2], place[3:]
        if rest[:1] == ("properties",) and len(rest) > 1:
            name, rest = f"{name}.{rest[1]}", rest[2:]
    elif place[:1] == ("paths",) and len(place) > 2 and place[2] in METHODS:
        operation = (document or {}).get("paths", {}).get(place[1], {}).get(place[2], {})
        name, rest = operation.get("operationId", f"{place[2].upper()} {place[1]}"), place[3:]
    else:
        name, rest = place[0] if place else "", place[1:]
    return " ".join([name, *(key for key in rest if key not in ("parameters", "properties"))])


def _show(value: Any) -> str:
    return shorten(_to_text(value), _MAX_VALUE)


def _show_both(base: Any, head: Any) -> tuple[str, str]:
    """Return both sides of a difference, cut to where they differ."""
    return excerpts(_to_text(base), _to_text(head), _MAX_VALUE)


def _to_text(value: Any) -> str:
    if value is MISSING:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


def _summary(outcome: Outcome) -> str:
    summary = f"{format_count(len(outcome.sources), 'source')} read"
    if outcome.skipped:
        summary += f", {len(outcome.skipped)} without an operation skipped"
    if outcome.written:
        return f"{summary}; spec/ is written."
    if outcome.contradictions:
        count = format_count(len(outcome.contradictions), "contradiction")
        return f"{summary}; {count}, nothing is written. --accept resolves them in favor of the later source."
    return f"{summary}; nothing changed."


def render_json(outcome: Outcome) -> str:
    """Return an outcome as JSON, with places as JSON pointers into the merged contract."""
    changes = [
        {
            "kind": kind_of(change),
            "pointer": to_pointer(outcome.base if change.head is MISSING else outcome.head, change.place),
            "base": _to_json(change.base),
            "head": _to_json(change.head),
        }
        for change in outcome.changes
    ]
    contradictions = [
        {
            "subject": "/".join(contradiction.subject),
            "pointer": to_pointer({}, contradiction.place),
            "base": {"source": contradiction.base_source, "value": _to_json(contradiction.base)},
            "head": {"source": contradiction.head_source, "value": _to_json(contradiction.head)},
        }
        for contradiction in outcome.contradictions
    ]
    report = {
        "sources": outcome.sources,
        "skipped": outcome.skipped,
        "changes": changes,
        "kept": [to_pointer(outcome.head, place) for place in outcome.kept],
        "other_tags": outcome.other_tags,
        "other_events": outcome.other_events,
        "absent": list(outcome.absent),
        "removed_pages": list(outcome.removed_pages),
        "contradictions": contradictions,
        "written": outcome.written,
    }
    return to_text(report)


def _to_json(value: Any) -> Any:
    return None if value is MISSING else value
