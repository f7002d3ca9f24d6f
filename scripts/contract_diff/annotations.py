"""Changes of a schema that no validator sees: defaults, discriminators, deprecation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from scripts.contract_diff.answer import EQUAL, UNKNOWN, Effect
from scripts.contract_diff.change import Change, Pair, annotation, locate
from scripts.contract_diff.jsonvalues import as_object, canonical
from scripts.contract_diff.lifecycle import LIFECYCLE_KEYWORDS, announcements


def annotation_changes(pair: Pair, today: date) -> Iterator[Change]:
    """The changes of one pair's annotations; a risk is one whose meaning the contract does not say."""
    yield from _lifecycle(pair, today)
    yield from _default(pair)
    yield from _discriminator(pair)


def _change(pair: Pair, rule: str, effect: Effect, detail: str) -> Change:
    return Change(rule, effect, detail, locate(pair.base, rule), locate(pair.revision, rule))


def _own(pair: Pair, keyword: str) -> tuple[Any, Any]:
    old, new = (as_object(term[0].raw).get(keyword) if term else None for term in pair[:2])
    return old, new


def _lifecycle(pair: Pair, today: date) -> Iterator[Change]:
    old, new = ({keyword: annotation(term, keyword) for keyword in LIFECYCLE_KEYWORDS} for term in pair[:2])
    for rule, effect, detail in announcements(_stated(old), _stated(new), today):
        yield Change(rule, effect, detail, *(locate(term, "deprecated") for term in pair[:2]))


def _stated(raw: dict[str, Any]) -> dict[str, Any]:
    return {keyword: value for keyword, value in raw.items() if value is not None}


def _default(pair: Pair) -> Iterator[Change]:
    stated = ["default" in as_object(term[0].raw) if term else False for term in pair[:2]]
    old, new = _own(pair, "default")
    if stated == [False, False] or (stated[0] == stated[1] and canonical(old) == canonical(new)):
        return
    words = [canonical(value) if there else "none" for value, there in zip((old, new), stated, strict=True)]
    rule = "default" if stated[0] else "default-added"
    base, revision = (locate(term, "default") for term in pair[:2])
    yield Change(rule, UNKNOWN if stated[0] else EQUAL, f"default {words[0]} to {words[1]}", base, revision)


def _discriminator(pair: Pair) -> Iterator[Change]:
    old, new = (as_object(annotation(term, "discriminator")) for term in pair[:2])
    if old == new:
        return
    if not old or not new:
        yield _change(pair, "discriminator", EQUAL, f"discriminator {'added' if new else 'removed'}")
        return
    if old.get("propertyName") != new.get("propertyName"):
        detail = f"discriminator property {old.get('propertyName')!r} to {new.get('propertyName')!r}"
        yield _change(pair, "discriminator", UNKNOWN, detail)
    yield from _mapping(pair, as_object(old.get("mapping")), as_object(new.get("mapping")))


def _mapping(pair: Pair, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            verb = "added" if name not in old else "removed" if name not in new else "moved"
            effect = EQUAL if verb == "added" else UNKNOWN
            yield _change(pair, "discriminator", effect, f"mapping of {name!r} {verb}")
