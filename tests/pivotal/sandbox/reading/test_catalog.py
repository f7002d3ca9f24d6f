"""The kinds of records and the rules of small contracts."""

from typing import Any

import msgspec
import pytest
from pivotal.sandbox import Request, Sandbox
from pivotal.sandbox._api.api import api_of
from pivotal.sandbox._contract.places import Parent, Place, place_of
from pivotal_runtime.description import Description, decode_description

TEXT = {"types": ["string"]}
ID = {"name": "id", "schema": TEXT, "required": True}
NAME = {"name": "name", "schema": TEXT, "required": True}
BOOK = {"types": ["object"], "fields": [ID, NAME]}
ROWS = {"types": ["array"], "items": {"ref": "Book"}}
LIST = {"types": ["object"], "fields": [{"name": "books", "schema": ROWS, "required": True}]}
COUNTED = {"types": ["object"], "fields": [*LIST["fields"], {"name": "total", "schema": TEXT, "required": True}]}


def operation(method: str, path: str, schema: Any = None, **more: Any) -> dict[str, Any]:
    status = more.pop("status", "200")
    media_type = more.pop("media_type", "application/json")
    content = {} if schema is None else {"schema": schema, "media_type": media_type}
    names = {"tag": "books", "resource": "books", "name": "call", "result": "Any"}
    return {
        "id": f"{method} {path}",
        "method": method,
        "path": path,
        "responses": [{"status": status, **content}],
        **names,
        **more,
    }


def contract(*operations: dict[str, Any], **schemas: Any) -> Description:
    document = {
        "title": "", "version": "", "base_url": "", "tags": [],
        "operations": list(operations), "schemas": {"Book": BOOK, **schemas},
    }  # fmt: skip
    return decode_description(msgspec.json.encode(document))


def kinds(description: Description) -> dict[str, str]:
    """Return the collection of each kind."""
    return {kind.name: kind.collection for kind in api_of(description).catalog.kinds.values()}


def gaps(description: Description) -> dict[str, str]:
    return {gap.operation: gap.sentence for gap in api_of(description).gaps}


BOOK_REF = {"ref": "Book"}
GET = operation("GET", "/books/{id}", BOOK_REF)
POST = operation(
    "POST",
    "/books",
    BOOK_REF,
    status="201",
    body={"media_type": "application/json", "schema": BOOK, "fields": [{**NAME, "required": False}]},
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/api/v1/books", Place("books", is_item=False)),
        ("/books/{id}", Place("books", is_item=True)),
        ("/shops/{shop}/books/{id}", Place("books", is_item=True, parents=(Parent("shops", "shop"),))),
        ("/{id}", None),
        ("/books/{a}/{b}", None),
        ("/books/{id}.pdf", None),
        ("/books/{id}:cancel", None),
    ],
)
def test_a_path_names_a_collection_or_a_record(path: str, place: Place | None) -> None:
    assert place_of(path) == place


def test_a_collection_that_names_its_records_otherwise_is_found_by_its_items() -> None:
    assert kinds(contract(operation("GET", "/library/{id}", BOOK_REF))) == {"book": "library"}


def test_another_path_to_the_same_records_is_no_collection() -> None:
    by_slug = operation("GET", "/by-slug/{slug}", BOOK_REF)
    search = operation("GET", "/books/search", ROWS)
    assert kinds(contract(by_slug, search, GET)) == {"book": "books"}
    assert set(gaps(contract(by_slug, search, GET))) == {by_slug["id"], search["id"]}


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        (operation("POST", "/books/{id}/lend", BOOK_REF), "it doesn't create, read"),
        (operation("GET", "/books", COUNTED), "its response is not a list of records"),
        (operation("GET", "/books/{id}", {"ref": "Book"}, media_type="text/csv"), "its content is text/csv"),
        (operation("GET", "/shops/{shop}/books", ROWS), "a record above it in the path is of no known kind"),
        (operation("DELETE", "/books/{id}", COUNTED), "its response has books, which a book doesn't have"),
        (operation("DELETE", "/books/{id}", {"types": ["string"]}), "its response is not a record"),
        (operation("DELETE", "/books"), "it doesn't create, read"),
        (operation("GET", "/books"), "its response has no content"),
        (
            operation(
                "POST", "/books", BOOK_REF, body={"media_type": "application/json", "schema": ROWS, "argument": ID}
            ),
            "its body is not an object with known properties",
        ),
        (
            operation("POST", "/books", BOOK_REF, body={"media_type": "text/plain", "schema": TEXT, "argument": ID}),
            "its content is text/plain",
        ),
    ],
)
def test_what_no_rule_answers_has_a_reason(added: dict[str, Any], reason: str) -> None:
    others = [entry for entry in (GET, POST) if entry["id"] != added["id"]]
    known = [*others, operation("PATCH", "/books/{id}", BOOK_REF)]
    sentence = gaps(contract(*known, added))[added["id"]]
    assert reason in sentence
    assert sentence.startswith("The sandbox can't guess what ")
    assert sentence.endswith("in pivotal/sandbox/_api/handlers.py.")


KEY = {"Authorization": "Bearer pivotal_K8s9Ab12Cd34Ef56"}


def call(sandbox: Sandbox, method: str, path: str, body: bytes = b"") -> tuple[int, Any]:
    response = sandbox.handle(Request(method, *path.partition("?")[::2], headers=KEY, body=body))
    return response.status, response.json() if response.body else None


def test_other_forms_of_lists_and_responses() -> None:
    title = {"types": ["object"], "fields": [{**ID, "schema": TEXT}]}
    sandbox = Sandbox(
        contract=contract(
            GET, POST, operation("GET", "/books", ROWS), operation("DELETE", "/books/{id}", BOOK_REF),
            operation("PATCH", "/books/{id}", title, body=POST["body"]),
        )
    )  # fmt: skip
    status, made = call(sandbox, "POST", "/books", b'{"name": "A"}')
    assert (status, made["name"]) == (201, "A")
    assert call(sandbox, "GET", "/books") == (200, [made])
    assert call(sandbox, "PATCH", f"/books/{made['id']}", b'{"name": "B"}') == (200, {"id": made["id"]})
    assert call(sandbox, "DELETE", f"/books/{made['id']}") == (200, {"id": made["id"], "name": "B"})
    named = Sandbox(contract=contract(GET, POST, operation("GET", "/books", LIST)))
    assert call(named, "GET", "/books") == (200, {"books": []})


def test_a_required_filter_and_one_by_several_values() -> None:
    query = {"location": "query", "style": ","}
    several = {**NAME, **query, "schema": {"types": ["array"], "items": TEXT}}
    sandbox = Sandbox(contract=contract(GET, POST, operation("GET", "/books", ROWS, parameters=[several])))
    for name in "ABC":
        call(sandbox, "POST", "/books", b'{"name": "%s"}' % name.encode())
    status, error = call(sandbox, "GET", "/books")
    assert (status, error["error"]["code"], error["error"]["field"]) == (400, "missing_field", "name")
    assert [row["name"] for row in call(sandbox, "GET", "/books?name=A,C")[1]] == ["C", "A"]


def test_the_default_of_a_filter_counts_if_none_is_sent() -> None:
    name = {**NAME, "required": False, "location": "query", "schema": {**TEXT, "default": "A"}}
    sandbox = Sandbox(contract=contract(GET, POST, operation("GET", "/books", ROWS, parameters=[name])))
    for sent in "AB":
        call(sandbox, "POST", "/books", b'{"name": "%s"}' % sent.encode())
    assert [row["name"] for row in call(sandbox, "GET", "/books")[1]] == ["A"]
    assert [row["name"] for row in call(sandbox, "GET", "/books?name=B")[1]] == ["B"]


def test_a_parameter_is_refused_unless_it_has_its_default() -> None:
    full = {"name": "full", "location": "query", "schema": {"types": ["boolean"], "default": False}}
    order = {"name": "order", "location": "query", "schema": {**TEXT, "default": "desc"}}
    version = {"name": "If-Match", "location": "header", "schema": TEXT}
    listed = operation("GET", "/books", ROWS, parameters=[full, order, version])
    sandbox = Sandbox(contract=contract(GET, POST, listed))
    assert call(sandbox, "GET", "/books?full=false&order=desc") == (200, [])
    for query in ("full=true", "order=asc", "full=false&order="):
        assert call(sandbox, "GET", f"/books?{query}")[0] == 501
    conditional = Request("GET", "/books", headers={**KEY, "If-Match": "1"})
    assert sandbox.handle(conditional).json()["error"]["field"] == "If-Match"


def test_a_record_shares_the_ids_of_those_above() -> None:
    tray = {"types": ["object"], "fields": [ID, {"name": "book_id", "schema": TEXT, "required": True}]}
    page = {"types": ["object"], "fields": [*tray["fields"], {"name": "tray_id", "schema": TEXT, "required": True}]}
    made = {"media_type": "application/json", "schema": {}, "fields": [{**tray["fields"][1], "refers_to": "book"}]}
    placed = {"media_type": "application/json", "schema": {}, "fields": [{**page["fields"][2], "refers_to": "tray"}]}
    added = [
        operation("GET", "/trays/{id}", {"ref": "Tray"}),
        operation("POST", "/trays", {"ref": "Tray"}, body=made),
        operation("GET", "/pages/{id}", {"ref": "Page"}),
        operation("POST", "/pages", {"ref": "Page"}, body=placed),
        operation("POST", "/trays/{id}/pages", {"ref": "Page"}),
    ]
    sandbox = Sandbox(contract=contract(GET, POST, *added, Tray=tray, Page=page))
    _, book = call(sandbox, "POST", "/books", b'{"name": "A"}')
    _, first = call(sandbox, "POST", "/trays", b'{"book_id": "1"}')
    assert first["book_id"] == book["id"]
    for path, body in ((f"/trays/{first['id']}/pages", b""), ("/pages", b'{"tray_id": "2"}')):
        _, leaf = call(sandbox, "POST", path, body)
        assert (leaf["book_id"], leaf["tray_id"]) == (book["id"], first["id"])
    assert call(sandbox, "POST", "/pages", b'{"tray_id": "99"}')[1]["error"]["code"] == "tray_not_found"


def test_each_record_in_a_path_belongs_to_the_one_before() -> None:
    named = {"media_type": "application/json", "schema": {}, "fields": [NAME]}
    below = [
        operation("POST", "/books/{book}/leaves", {"ref": "Leaf"}, body=named),
        operation("GET", "/books/{book}/leaves/{id}", {"ref": "Leaf"}),
        operation("POST", "/books/{book}/leaves/{leaf}/lines", {"ref": "Line"}, body=named),
        operation("GET", "/books/{book}/leaves/{leaf}/lines/{id}", {"ref": "Line"}),
    ]
    sandbox = Sandbox(contract=contract(GET, POST, *below, Leaf=BOOK, Line={**BOOK, "description": "A line."}))
    books = [call(sandbox, "POST", "/books", b'{"name": "B"}')[1]["id"] for _ in "ab"]
    leaf = call(sandbox, "POST", f"/books/{books[0]}/leaves", b'{"name": "L"}')[1]["id"]
    status, line = call(sandbox, "POST", f"/books/{books[0]}/leaves/{leaf}/lines", b'{"name": "l"}')
    assert status == 200
    assert call(sandbox, "GET", f"/books/{books[0]}/leaves/{leaf}/lines/{line['id']}") == (200, line)
    status, error = call(sandbox, "GET", f"/books/{books[1]}/leaves/{leaf}/lines/{line['id']}")
    assert (status, error["error"]["code"]) == (404, "leaf_not_found")


@pytest.mark.parametrize(
    ("property", "parameter", "reason"),
    [
        ({"types": ["array"], "items": TEXT}, TEXT, "the property of a book is not a single value"),
        (TEXT, {"types": ["object"]}, "its values are not single values"),
        ({"any_of": [TEXT, {"types": ["object"]}]}, TEXT, "the property of a book is not a single value"),
    ],
)
def test_a_filter_compares_single_values(property: Any, parameter: Any, reason: str) -> None:
    book = {"types": ["object"], "fields": [ID, {**NAME, "schema": property}]}
    listed = operation("GET", "/books", ROWS, parameters=[{**NAME, "location": "query", "schema": parameter}])
    (gap,) = api_of(contract(GET, listed, Book=book)).gaps
    assert gap.parameter == "name"
    assert reason in gap.sentence


def test_a_list_may_have_a_cursor_without_a_limit_and_a_create_no_body() -> None:
    cursor = {"name": "cursor", "location": "query", "schema": {**TEXT, "format": "date-time"}}
    optional = {**POST, "body": {**POST["body"], "required": False}}
    sandbox = Sandbox(contract=contract(GET, optional, operation("GET", "/books", ROWS, parameters=[cursor])))
    assert call(sandbox, "POST", "/books")[1]["name"] == ""
    assert len(call(sandbox, "GET", "/books?cursor=2999-01-01T00:00:00Z")[1]) == 1
    assert call(sandbox, "GET", "/books?cursor=2000-01-01T00:00:00Z")[1] == []


def test_an_id_may_be_a_number() -> None:
    numbered = {"types": ["object"], "fields": [{**ID, "schema": {"types": ["integer"]}}, NAME]}
    sandbox = Sandbox(contract=contract(GET, POST, Book=numbered))
    _, made = call(sandbox, "POST", "/books", b'{"name": "A"}')
    assert made == {"id": 1, "name": "A"}
    assert call(sandbox, "GET", "/books/1") == (200, made)


def test_what_only_a_request_has_is_not_shown() -> None:
    secret = {"name": "secret", "schema": TEXT, "required": True, "write_only": True}
    private = {"types": ["object"], "fields": [ID, NAME, secret]}
    body = {"media_type": "application/json", "schema": private, "fields": [NAME, secret]}
    sandbox = Sandbox(contract=contract(GET, {**POST, "body": body}, Book=private))
    _, made = call(sandbox, "POST", "/books", b'{"name": "A", "secret": "x"}')
    assert set(made) == {"id", "name"}
    assert call(sandbox, "GET", f"/books/{made['id']}") == (200, made)


def test_a_segment_may_hold_more_than_an_id() -> None:
    pdf = operation("GET", "/books/{id}.pdf", TEXT, media_type="application/pdf")
    sandbox = Sandbox(contract=contract(GET, POST, pdf))
    _, made = call(sandbox, "POST", "/books", b'{"name": "A"}')
    assert call(sandbox, "GET", f"/books/{made['id']}")[0] == 200
    assert call(sandbox, "GET", f"/books/{made['id']}.pdf")[0] == 501


def test_a_collection_can_have_the_name_of_a_table_of_ours() -> None:
    event = {"types": ["object"], "fields": [ID, NAME]}
    made = {**POST, "id": "make-event", "path": "/events", "responses": [{"status": "201", "schema": {"ref": "Event"}}]}
    sandbox = Sandbox(contract=contract(made, operation("GET", "/events/{id}", {"ref": "Event"}), Event=event))
    status, created = call(sandbox, "POST", "/events", b'{"name": "A"}')
    assert status == 201
    assert call(sandbox, "GET", f"/events/{created['id']}") == (200, created)
    assert sandbox.webhooks.events() == []
