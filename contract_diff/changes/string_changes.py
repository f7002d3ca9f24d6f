"""Changes between two string facets."""

from contract_diff.changes.demonstration import refused_by
from contract_diff.changes.keyword_places import annotation
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.changes.range_changes import format_change, range_changes, set_change
from contract_diff.changes.wording import show_set
from contract_diff.containment.scalars import patterns_within
from contract_diff.core.severity import EQUAL, NARROWS, WIDENS
from contract_diff.schemas.normal_form import AllOf, Strings


def string_changes(scope: PairScope, base: Strings, head: Strings) -> Found:
    """Yield the changes of length, encoding, media type, format, pattern and content."""
    yield from range_changes(scope, base, head)
    yield from set_change(scope, "contentEncoding", base.encodings, head.encodings)
    yield from set_change(scope, "contentMediaType", base.media_types, head.media_types)
    yield from format_change(scope, base, head)
    effect = effect_of(patterns_within, base, head)
    if effect != EQUAL:
        words = " to ".join(map(_show_patterns, scope.pair.sides, (base.patterns, head.patterns)))
        yield scope.change("pattern", effect, words, shows=refused_by(base, head, "patterns"))
    if base.content and head.content:
        yield scope.child(base.content, head.content)
    elif base.content or head.content:
        # No validator asserts the content, so the keyword itself is the difference.
        effect, verb = (NARROWS, "added") if head.content else (WIDENS, "removed")
        yield scope.change("contentSchema", effect, f"{verb} contentSchema")


def _show_patterns(schema: AllOf, patterns: frozenset[str]) -> str:
    """Return patterns as the contract states them: one that matches everything is left out of the normal form."""
    stated = annotation(schema, "pattern")
    return show_set(patterns or ([stated] if isinstance(stated, str) else []))
