"""The steps that operations on all resources share: load, create, save, delete and list objects."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.filters import conditions
from pivotal.sandbox._api.paging import list_response, parse_page
from pivotal.sandbox._api.resources import Resource
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.clock import iso
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import Entry, Row

_NOTHING: Mapping[str, Any] = {}


def load(call: Call, resource: Resource, path_id: str, *, deleted: bool = False) -> Row:
    """Return the row with this display_id or cuid. Raises ApiError (404) if there is none."""
    row = call.store.find(resource.table, path_id)
    if row is None or (row.deleted and not deleted):
        raise ApiError(404, f"{resource.object}_not_found", f"{resource.object.capitalize()} not found.")
    return row


def create(call: Call, resource: Resource, values: Values, private: Mapping[str, Any] = _NOTHING) -> Values:
    """Store a new object and return its document."""
    store, table = call.store, resource.table
    created_at = store.next_value(f"{table.name}.created_at", call.now) if call.distinct_times else call.now
    display_id = store.next_value("display_id")
    doc = document(resource, values, display_id, cuid(call.id_seed, display_id, created_at), created_at)
    store.insert(table, [Entry(doc, created_at, private)])
    return doc


def document(resource: Resource, values: Values, display_id: int, id: str, created_at: int) -> Values:
    """Return an object as the API shows it: its ids, every shown field, and the two times."""
    moment = iso(created_at)
    identity = {"object": resource.object, "id": id, "display_id": display_id}
    owner = {"customer_id": values["customer_id"]} if resource.owned else {}
    return {**identity, **owner, **resource.defaults(), **values, "created_at": moment, "updated_at": moment}


def save(call: Call, resource: Resource, row: Row, values: Values, private: Mapping[str, Any] = _NOTHING) -> Values:
    """Store the changed values of an object and return its new document."""
    doc = {**row.values(), **values, "updated_at": iso(call.now)}
    call.store.update(resource.table, row.display_id, Entry(doc, 0, private))
    return doc


def retrieve(call: Call, resource: Resource) -> bytes:
    """Return the object that the path names."""
    return load(call, resource, call.path_id).doc.encode()


def remove(call: Call, resource: Resource) -> tuple[bytes, Row | None]:
    """Delete an object softly. Return the response, and the row unless it was deleted before."""
    row = load(call, resource, call.path_id, deleted=True)
    response = {"object": "deleted", "id": row.id, "display_id": row.display_id, "deleted": True}
    if row.deleted:
        return msgspec.json.encode(response), None
    call.store.delete(resource.table, row.display_id)
    return msgspec.json.encode(response), row


def list_filtered(call: Call, resource: Resource) -> bytes:
    """Return a page of all objects, by the filters of the resource."""
    return _page(call, resource, conditions(resource.filters, call.query(), call.store))


def list_owned(call: Call, resource: Resource, owner: Resource) -> bytes:
    """Return a page of the objects that belong to the object in the path."""
    return _page(call, resource, {"customer_id": load(call, owner, call.path_id).id})


def _page(call: Call, resource: Resource, where: Mapping[str, Any]) -> bytes:
    page = parse_page(call.query())
    rows = call.store.page(resource.table, where, page.before, page.limit + 1)
    return list_response(rows, page.limit)
