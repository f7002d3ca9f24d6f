"""Rows written by hand that name what the contract no longer has."""

from collections.abc import Iterator

from pivotal.sandbox._api.changes import Hook
from pivotal.sandbox._api.fields import DEFAULTS, FIELD_RULES
from pivotal.sandbox._api.handlers import HANDLERS
from pivotal.sandbox._api.hooks import HOOKS
from pivotal.sandbox._contract.catalog import Catalog

HANDLERS_FILE = "pivotal/sandbox/_api/handlers.py"
_HOOKS_FILE = "pivotal/sandbox/_api/hooks.py"
_FIELDS_FILE = "pivotal/sandbox/_api/fields.py"


def lack_of(catalog: Catalog, hook: Hook) -> str | None:
    """Return what a hook needs and the contract lacks; None if it lacks nothing."""
    kind = catalog.kinds.get(hook.kind)
    if kind is None:
        return f"the kind of record {hook.kind}"
    if lacking := [name for name in hook.fields if name not in kind.fields]:
        return f"{hook.kind}.{', '.join(lacking)}"
    unknown = [(name, value) for name, value in hook.values if value not in catalog.values_of(kind, name)]
    return ", ".join(f"the value {value!r} of {hook.kind}.{name}" for name, value in unknown) or None


def find_stale_rows(catalog: Catalog) -> Iterator[str]:
    """Yield a sentence for each row that names what the contract no longer has."""
    operations = {operation.id for operation in catalog.description.operations}
    for id in HANDLERS:
        if id not in operations:
            yield f"HANDLERS in {HANDLERS_FILE} names {id}, which the contract no longer has; remove the row."
    for hook in HOOKS:
        if lack := lack_of(catalog, hook):
            name = hook.run.__name__
            yield f"{name} in HOOKS of {_HOOKS_FILE} needs {lack}, which the contract no longer has; change the row."
    for kind, wire in (*FIELD_RULES, *DEFAULTS):
        if kind not in catalog.kinds or wire not in catalog.kinds[kind].fields:
            yield f"{_FIELDS_FILE} names {kind}.{wire}, which the contract no longer has; change the row."
