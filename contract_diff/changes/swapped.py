"""A reference that names another component than before, while both sides have both: one cause, one change."""

from contract_diff.changes.change import Change, Pair
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Direction, Effect, Severity
from contract_diff.reading.document import Document, component_name


def swapped(pair: Pair, effect: Effect) -> Change | None:
    """Return the change if it breaks something that a pair compares two components that both documents have.

    A component that only one side has may be the other one renamed: then they are compared, as they are if nothing
    breaks. A policy may judge what was lost more severely.
    """
    is_breaking = effect.severity(Direction(pair.view.direction)) is Severity.BREAKING
    if not is_breaking or len(pair.base) != 1 or len(pair.head) != 1:
        return None
    base, head = pair.base[0], pair.head[0]
    names = component_name(base), component_name(head)
    both = _components(base.document) & _components(head.document)
    if names[0] == names[1] or not both.issuperset(names):
        return None
    detail = f"schema `{names[0]}` is replaced by `{names[1]}`"
    return Change("component-replaced", effect, detail, base.pointer, head.pointer, pair)


def _components(document: Document) -> set[str | None]:
    return {*as_object(as_object(document.root.get("components")).get("schemas"))}
