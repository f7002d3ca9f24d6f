"""The changes between two facets of one type, one for each keyword, and the pairs of schemas below them."""

from contract_diff.changes.array_changes import array_changes
from contract_diff.changes.enum_changes import enum_changes, enum_or_not_changes
from contract_diff.changes.number_changes import number_changes
from contract_diff.changes.object_changes import object_changes
from contract_diff.changes.pair_scope import Found, PairScope
from contract_diff.changes.string_changes import string_changes
from contract_diff.schemas.normal_form import Arrays, Facet, Numbers, Objects, Strings, Values


def facet_changes(scope: PairScope, base: Facet, head: Facet) -> Found:
    """Yield the changes between two facets of one type, and the pairs below them."""
    if isinstance(base, Values) and isinstance(head, Values):
        yield from enum_changes(scope, base, head)
    elif isinstance(base, Values) or isinstance(head, Values):
        yield from enum_or_not_changes(scope, base, head)
    elif isinstance(base, Numbers) and isinstance(head, Numbers):
        yield from number_changes(scope, base, head)
    elif isinstance(base, Strings) and isinstance(head, Strings):
        yield from string_changes(scope, base, head)
    elif isinstance(base, Arrays) and isinstance(head, Arrays):
        yield from array_changes(scope, base, head)
    elif isinstance(base, Objects) and isinstance(head, Objects):
        yield from object_changes(scope, base, head)
