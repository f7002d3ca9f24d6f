"""One call of an operation, and what every operation on a resource has in common."""

from collections.abc import Mapping
from typing import Any

import msgspec
from attrs import define, field
from pivotal_runtime.values import NOT_JSON

from .clock import iso
from .errors import ApiError
from .events import Event
from .ids import cuid
from .keys import ApiKey
from .messages import Request
from .paging import envelope, parse_page, parse_query
from .resources import Resource
from .store import Entry, Row, Store
from .validation import Invalid, Values, mapping

_NOTHING: Mapping[str, Any] = {}
_OWN_CONTENT = ("application/json", "")


@define
class Call:
    """An operation at work: what was asked, by whom, when, and the events that it caused."""

    store: Store
    request: Request
    key: ApiKey
    path_id: str
    now: int
    id_seed: int
    distinct_times: bool
    events: list[Event] = field(factory=list[Event])

    def body(self) -> Values:
        """The body, an object. Raises ApiError (400) when it isn't one."""
        content = self.request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content not in _OWN_CONTENT:
            message = f"Send the body as application/json, not {content}."
            raise ApiError(400, "invalid_content_type", message, "Content-Type")
        try:
            return mapping(self.request.json())
        except NOT_JSON as error:
            raise ApiError(400, "invalid_json", "The body is not valid JSON.") from error
        except Invalid as invalid:
            raise ApiError(400, invalid.code, "The body must be an object.") from invalid

    def query(self) -> dict[str, str]:
        """The query's parameters."""
        return parse_query(self.request.query)


def load(call: Call, resource: Resource, path_id: str, *, deleted: bool = False) -> Row:
    """The row of a path's id, by display_id or cuid. Raises ApiError (404) when it is not there."""
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
    """What the API answers for an object: identity, every writable field, and the two times."""
    moment = iso(created_at)
    identity = {"object": resource.object, "id": id, "display_id": display_id}
    owner = {name: values[name] for name in ("customer_id",) if name in values}
    return {**identity, **owner, **resource.defaults(), **values, "created_at": moment, "updated_at": moment}


def save(call: Call, resource: Resource, row: Row, values: Values, private: Mapping[str, Any] = _NOTHING) -> Values:
    """Store the changed values of an object and return its new document."""
    doc = {**row.values(), **values, "updated_at": iso(call.now)}
    call.store.update(resource.table, row.display_id, Entry(doc, 0, private))
    return doc


def retrieve(call: Call, resource: Resource) -> bytes:
    """Answer one object as it is."""
    return load(call, resource, call.path_id).doc.encode()


def remove(call: Call, resource: Resource) -> tuple[bytes, Row | None]:
    """Delete softly. Returns the answer, and the row unless it was deleted before."""
    row = load(call, resource, call.path_id, deleted=True)
    answer = {"object": "deleted", "id": row.id, "display_id": row.display_id, "deleted": True}
    if row.deleted:
        return msgspec.json.encode(answer), None
    call.store.delete(resource.table, row.display_id)
    return msgspec.json.encode(answer), row


def listing(call: Call, resource: Resource, where: Mapping[str, Any]) -> bytes:
    """Answer one page of a list."""
    page = parse_page(call.query())
    rows = call.store.page(resource.table, where, page.before, page.limit + 1)
    return envelope(rows, page.limit)
