"""The rules that answer operations on records: read, create, update, delete and list."""

from collections.abc import Iterable, Sequence

import msgspec

from pivotal._moments import iso
from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.changes import Change, Step
from pivotal.sandbox._api.filters import conditions
from pivotal.sandbox._api.targets import Target
from pivotal.sandbox._contract.catalog import Kind
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import ListedRow
from pivotal.sandbox._state.tables import PARENT, Entry, Row


def load(call: Call, kind: Kind, path_id: str, *, deleted: bool = False) -> Row:
    """Return the row with this display_id or cuid. Raises ApiError (404) if there is none."""
    row = call.store.find(kind.table, path_id)
    if row is None or (row.deleted and not deleted):
        raise _not_found(kind)
    return row


def _not_found(kind: Kind) -> ApiError:
    return ApiError(404, f"{kind.name}_not_found", f"{kind.label} not found.")


def _parents(call: Call, target: Target) -> list[Row]:
    """Return the rows above, each of which belongs to the one before. Raises ApiError (404) if one does not."""
    rows: list[Row] = []
    for kind, path_id, link in zip(target.parents, call.path_ids, ("", *target.links), strict=False):
        row = load(call, kind, path_id)
        if rows and not _belongs(kind, row, link, rows[-1]):
            raise _not_found(kind)
        rows.append(row)
    return rows


def _belongs(kind: Kind, row: Row, link: str, above: Row) -> bool:
    owner = row.private.get(PARENT) if link == PARENT else kind.read(row).get(link)
    return owner in (above.id, above.display_id)


def _owner(target: Target, above: Row) -> Values:
    link = target.links[-1]
    return {link: target.kind.id_as(link, above.id, above.display_id)}


def _load_item(call: Call, target: Target, *, deleted: bool = False) -> Row:
    above = _parents(call, target)
    row = load(call, target.kind, call.path_ids[-1], deleted=deleted)
    if above and not _belongs(target.kind, row, target.links[-1], above[-1]):
        raise _not_found(target.kind)
    return row


def retrieve(target: Target, call: Call) -> bytes:
    """Return the record that the path names."""
    row = _load_item(call, target)
    return _shown_row(target, row.doc, row.shape)


def _shown_row(target: Target, doc: str, shape: str | None) -> bytes:
    kind = target.kind
    if target.shown is None and shape == kind.shape:
        return doc.encode()
    return _shown(target, {**kind.defaults, **msgspec.json.decode(doc, type=Values)})


def _shown(target: Target, doc: Values) -> bytes:
    if target.operation.success.schema is None:
        return b""
    if target.shown is None:
        return msgspec.json.encode(doc)
    known = {**doc, **target.fixed}
    return msgspec.json.encode({name: known[name] for name in target.shown if name in known})


def list_records(target: Target, call: Call) -> bytes:
    """Return a page of the records that the filters, and the record above, select."""
    query = call.query()
    above = _parents(call, target)
    where = conditions(target.filters, query, call.store)
    if above:
        where = {**_owner(target, above[-1]), **where}
    page = target.paging.page(query)
    limit = -1 if page.limit is None else page.limit + 1  # SQLite reads all rows below -1
    rows = call.store.page(target.kind.table, where, page.before, limit, target.kind.defaults)
    return _listed(target, rows, page.limit)


def _listed(target: Target, rows: Sequence[ListedRow], limit: int | None) -> bytes:
    """Return the response with the rows. A row above `limit` means that there are more."""
    shown, more = rows[:limit], limit is not None and len(rows) > limit
    if target.shown is None and {shape for _, _, shape in shown} <= {target.kind.shape}:
        docs = [doc for doc, _, _ in shown]
    else:
        docs = [_shown_row(target, doc, shape).decode() for doc, _, shape in shown]
    return target.envelope.around(docs, more, iso(shown[-1][1]) if more else None)


def create(target: Target, call: Call) -> bytes:
    """Store a new record."""
    above = _parents(call, target)
    sent = _sent(call, target)
    owner = _owner(target, above[-1]) if above else {}
    values = {**target.body_defaults, **_with_ids(call, target, sent, is_new=True), **owner}
    values = {**_inherited(call, target, above, values), **values}
    change = Change(call, target.kind, None, target.kind.defaults, sent, values)
    change.private |= {name: value for name, value in owner.items() if name == PARENT}
    _run(target, "before", change)
    _insert(change)
    _run(target, "after", change)
    return _shown(target, change.doc)


def _sent(call: Call, target: Target) -> Values:
    body = target.operation.body
    return {} if body is None else call.sent(target.fields, body, closed=target.closed)


def _with_ids(call: Call, target: Target, sent: Values, *, is_new: bool) -> Values:
    """Return the sent values, each display_id of another record replaced by its cuid.

    Raises:
        ApiError: 404 if a new record needs one that does not exist.
    """
    values = dict(sent)
    for entry in target.fields:
        kind = call.catalog.kinds.get(entry.refers_to or "")
        if kind is None or not isinstance(sent.get(entry.name), str):
            continue
        row = call.store.find(kind.table, sent[entry.name])
        if is_new and entry.required and (row is None or row.deleted):
            raise _not_found(kind)
        values[entry.name] = sent[entry.name] if row is None else row.id
    return values


def _inherited(call: Call, target: Target, above: Iterable[Row], values: Values) -> Values:
    """Return the ids that a record shares with those that it belongs to, such as the customer of its onboarding."""
    kinds = call.catalog.kinds
    shared = [name for name in target.kind.fields if name.endswith("_id") and name.removesuffix("_id") in kinds]
    owners = [kind.read(row) for kind, row in zip(target.parents, above, strict=True)]
    for name in shared:
        kind = kinds[name.removesuffix("_id")]
        row = call.store.first(kind.table, {"id": values[name]}) if isinstance(values.get(name), str) else None
        owners += [kind.read(row)] if row else []
    return {name: owner[name] for owner in owners for name in shared if name in owner}


def _insert(change: Change) -> None:
    call, kind, table = change.call, change.kind, change.kind.table
    at = call.store.next_value(f"{table.name}.created_at", call.now) if call.distinct_times else call.now
    display_id = call.store.next_value("display_id")
    id = cuid(call.id_seed, display_id, at)
    change.doc = kind.document(change.values, display_id, id, at)
    call.store.insert(table, [Entry(display_id, id, change.doc, kind.shape, at, change.private)])


def update(target: Target, call: Call) -> bytes:
    """Store the properties that are sent; a PUT also resets those that are not."""
    row = _load_item(call, target)
    sent = _sent(call, target)
    values = _with_ids(call, target, sent, is_new=False)
    if target.operation.method == "PUT":
        kept = {entry.name for entry in target.fields} & target.kind.defaults.keys()
        values = {**{name: target.kind.defaults[name] for name in kept}, **target.body_defaults, **values}
    change = Change(call, target.kind, row, target.kind.read(row), sent, values, dict(row.private))
    _run(target, "before", change)
    _save(change, row)
    _run(target, "after", change)
    return _shown(target, change.doc)


def _save(change: Change, row: Row) -> None:
    kind, values = change.kind, change.values
    known = {name: value for name, value in values.items() if name in kind.fields}
    moment = {"updated_at": iso(change.call.now)} if "updated_at" in kind.fields else {}
    change.doc = {**change.previous, **known, **moment}
    entry = Entry(row.display_id, row.id, change.doc, kind.shape, 0, change.private)
    change.call.store.update(kind.table, row.display_id, entry)


def remove(target: Target, call: Call) -> bytes:
    """Delete a record softly, and hide what belongs to it. A second time, respond as the first time."""
    row = _load_item(call, target, deleted=True)
    doc = target.kind.read(row)
    if not row.deleted:
        call.store.delete(target.kind.table, row.display_id)
        kinds = call.catalog.kinds
        for name, link in call.catalog.children.get(target.kind.name, {}).items():
            call.store.hide(kinds[name].table, link, row.id)
        _run(target, "deleted", Change(call, target.kind, row, doc, {}, {}, doc=doc))
    return _shown(target, doc if target.shown is None else {"display_id": row.display_id, **doc})


def _run(target: Target, step: Step, change: Change) -> None:
    for hook in target.hooks.get(step, ()):
        hook.run(change)
