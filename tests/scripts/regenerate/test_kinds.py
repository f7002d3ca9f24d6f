"""Kinds of contracts: one contract has an operation of each, and every client sends and reads what it says."""

import asyncio
import datetime
import importlib
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference, responses_with, run_code
from tests.support.scripted import Received, ScriptedServer, reply

TEXT: Document = {"type": "string"}
INT: Document = {"type": "integer"}
HEALTH = reference("Health")
STATE = {"status": "ok", "timestamp": "now"}


def named(name: str, place: str, schema: Document, **more: Any) -> Document:
    return {"name": name, "in": place, "schema": schema, **({"required": True} if place == "path" else {}), **more}


def sends(id_: str, content_type: str, schema: Document, **more: Any) -> Document:
    return operation(
        id_, HEALTH, tag="sends", requestBody={"required": True, "content": {content_type: {"schema": schema}}}, **more
    )


def one_of(*names: str) -> Document:
    return {"oneOf": [reference(name) for name in names]}


def fields(*required: str, **properties: Document) -> Document:
    return {"type": "object", "required": list(required), "properties": properties}


SCHEMAS: Document = {
    "Hook": fields("id", "url", "secret", id={**TEXT, "readOnly": True}, url=TEXT, secret={**TEXT, "writeOnly": True}),
    "Card": fields("kind", "last4", kind={"const": "card"}, last4=TEXT),
    "Bank": fields("kind", "iban", kind={"type": "string", "enum": ["bank"]}, iban=TEXT),
    "Wallet": fields("ways", ways={"type": "array", "items": one_of("Card", "Bank")}),
    "Totals": fields("months", "by", months={"additionalProperties": INT, "type": "object"},
                     by={"type": "object", "additionalProperties": HEALTH}),
    "Level": {"type": ["string", "null"], "enum": ["low", "high", None]},
    "Sort": {"type": "string", "enum": ["created_at", "-created_at", "5+", "5-"]},
    "Named": {"type": "string", "enum": ["=", "!="], "x-enum-varnames": ["SAME", "OTHER"]},
    "Mood": {**fields("level", "sort", "named", "tier", "Health", level=reference("Level"), sort=reference("Sort"),
                      named=reference("Named"), tier={"type": "integer", "enum": [1, 2]}, Health=HEALTH),
             "title": "A mood"},
    "Page": fields("id", "url", id=TEXT, url=TEXT),
    "Leaf": fields("id", id=TEXT),
    "LeafList": fields("data", "has_more", data={"type": "array", "items": reference("Leaf")},
                       has_more={"type": "boolean"}, next_cursor=TEXT),
    "Base": fields("id", "kind", id=TEXT, kind=TEXT),
    "Vip": {"allOf": [reference("Base"), fields("level", level=INT, kind={"type": "string", "enum": ["vip", "vvip"]})]},
    "Token": fields("label", label=TEXT),
}  # fmt: skip


def kinds_contract() -> Document:
    document = copy_contract()
    document["components"]["schemas"] |= SCHEMAS
    document["components"]["pathItems"] = {"Ping": {"get": operation("get-ping", HEALTH, tag="ping")}}
    reads = {
        name: operation(f"get-{name.lower()}", reference(name), tag="reads")
        for name in ("Mood", "Totals", "Wallet", "Vip", "Page")
    }
    document["paths"] |= {
        "/stores/{region}/{store}/{day}": {
            "get": operation(
                "get-store",
                HEALTH,
                tag="stores",
                parameters=[
                    named("day", "path", {**TEXT, "format": "date"}),
                    named("store", "path", TEXT),
                    named("region", "path", TEXT),
                ],
            )
        },
        "/ping": {"$ref": "#/components/pathItems/Ping"},
        "/tasks": {
            "get": operation(
                "list-tasks",
                reference("LeafList"),
                tag="tasks",
                parameters=[named("limit", "query", {**INT, "maximum": 50}), named("cursor", "query", TEXT)],
            )
        },
        "/hooks": {
            "post": operation(
                "create-hook",
                reference("Hook"),
                tag="hooks",
                requestBody={
                    "required": True,
                    "content": {"application/vnd.hook+json; v=2": {"schema": reference("Hook")}},
                },
            )
        },
        "/sends/form": {
            "post": sends(
                "send-form",
                "application/x-www-form-urlencoded",
                fields("a", a={**TEXT, "enum": ["ä&", "x"]}, b={"type": "array", "items": INT}),
            )
        },
        "/sends/file": {
            "post": sends(
                "send-file", "multipart/form-data", fields("file", file={**TEXT, "format": "binary"}, note=TEXT)
            )
        },
        "/sends/text": {"post": sends("send-text", "text/plain", TEXT)},
        "/sends/bytes": {"post": sends("send-bytes", "application/octet-stream", {**TEXT, "format": "binary"})},
        "/sends/list": {"post": sends("send-list", "application/json", {"type": "array", "items": reference("Token")})},
        "/sends/map": {"post": sends("send-map", "application/json", {"type": "object", "additionalProperties": INT})},
        "/gets/csv": {"get": operation("get-csv", tag="gets") | {"responses": responses_with(TEXT, "text/csv")}},
        "/gets/bytes": {
            "get": operation("get-bytes", tag="gets") | {"responses": responses_with(TEXT, "application/pdf")}
        },
        "/gets/both": {
            "get": operation("get-both", tag="gets")
            | {
                "responses": responses_with(HEALTH)
                | {"202": responses_with(reference("Leaf"))["200"], "204": {"description": "None"}}
            }
        },
        "/gets/any": {
            "get": operation("get-any", tag="gets")
            | {"responses": {"default": {"description": "OK", "content": {"application/json": {}}}}}
        },
        "/search": {
            "get": operation(
                "search",
                HEALTH,
                tag="search",
                deprecated=True,
                parameters=[
                    named("ids", "query", {"type": "array", "items": TEXT}, explode=False),
                    named("filter", "query", fields(plan=TEXT), style="deepObject"),
                    named("term", "query", {**TEXT, "maxLength": 3}, deprecated=True, description="Old."),
                ],
            )
        },
        "/me/settings": {
            "get": operation(
                "get-settings", HEALTH, tag="me", description="x\n>>> 1 / 0", **{"x-sdk-example": ">>> 1 / 0"}
            )
        },
        "/rate": {"get": operation("get-rate", HEALTH, tag="rate-limit")},
        "/resources": {"get": operation("get-resource", HEALTH, tag="resources")},
        "/tokens": {
            "post": operation(
                "create-token",
                tag="tokens",
                requestBody={"content": {"application/json": {"schema": reference("Token")}}},
            )
        },
        "/tokens/{id}": {"delete": operation("delete-token", tag="tokens", parameters=[named("id", "path", TEXT)])},
    } | {f"/reads/{name}": {"get": found} for name, found in reads.items()}
    document["servers"] = [{"url": "https://{region}.pivotal.app", "variables": {"region": {"default": "eu"}}}]
    return document


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate_client(kinds_contract(), tmp_path_factory.mktemp("kinds"))


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[ModuleType]:
    """The package of this contract, imported instead of the real one during this module."""
    real = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "pivotal_api"}
    sys.path.insert(0, str(folder))
    yield importlib.import_module("pivotal_api")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "pivotal_api"]:
        del sys.modules[name]
    sys.modules.update(real)


class Try:
    """Makes a call with the sync and the async client, which must send the same and return the same."""

    def __init__(self, package: ModuleType, server: ScriptedServer) -> None:
        self.package, self.server = package, server
        self.sent: Received

    def __call__(self, call: Callable[[Any], Any], answer: Any = STATE, status: int = 200, **headers: str) -> Any:
        self.server.play(*[reply(status, answer, headers)] * 2)
        client = self.package.Client(token="pivotal_test_x", base_url=self.server.url)
        result = call(client)

        async def call_async() -> Any:
            async with self.package.AsyncClient(token="pivotal_test_x", base_url=self.server.url) as client:
                return await call(client)

        again = asyncio.run(call_async())
        first, second = self.server.requests[-2:]
        assert (first.method, first.target, first.body) == (second.method, second.target, second.body)
        assert getattr(result, "data", result) == getattr(again, "data", again)
        self.sent = first
        return result


@pytest.fixture
def trial(package: ModuleType, loopback: ScriptedServer) -> Try:
    return Try(package, loopback)


def test_path_parameters_keep_the_order_of_the_path_and_are_escaped(trial: Try) -> None:
    trial(lambda c: c.stores.get("north east", "a%b?", datetime.date(2026, 1, 2)))
    assert trial.sent.target == "/stores/north%20east/a%25b%3F/2026-01-02"
    trial(lambda c: c.stores.get(day="d", store="s", region="r"))
    assert trial.sent.target == "/stores/r/s/d"
    with pytest.raises(trial.package.errors.InvalidArgumentError):
        trial(lambda c: c.stores.get("north/east", "x", "y"))


def test_a_path_item_by_reference_is_followed(trial: Try) -> None:
    assert trial(lambda c: c.ping.get()).status == "ok"


def test_a_limit_keeps_its_own_bounds_and_is_not_sent_unasked(trial: Try) -> None:
    page = {"data": [{"id": "a"}], "has_more": False}
    assert [row.id for row in trial(lambda c: c.tasks.list(), page).data] == ["a"]
    assert trial.sent.query == []
    with pytest.raises(trial.package.errors.InvalidArgumentError, match="page_size: 51; it must be at most 50"):
        trial(lambda c: c.tasks.list(page_size=51))


def test_an_absent_cursor_ends_a_list_or_is_an_error(package: ModuleType, loopback: ScriptedServer) -> None:
    client = package.Client(token="pivotal_test_x", base_url=loopback.url)
    first = {"data": [{"id": "a"}], "has_more": True, "next_cursor": "n"}
    loopback.play(reply(200, first), reply(200, {"data": [{"id": "b"}], "has_more": False}))
    assert [row.id for row in client.tasks.list()] == ["a", "b"]
    loopback.play(reply(200, {"data": [{"id": "a"}], "has_more": True}))
    with pytest.raises(package.errors.PaginationError, match="sends no cursor"):
        list(client.tasks.list())


def test_read_only_is_not_an_argument_and_write_only_is_not_a_field(trial: Try) -> None:
    made = trial(lambda c: c.hooks.create(url="u", secret="s"), {"id": "h", "url": "u"})
    assert (trial.sent.json(), made.id) == ({"url": "u", "secret": "s"}, "h")
    assert made.__struct_fields__ == ("id", "url")


def test_a_json_body_has_the_media_type_of_the_contract(trial: Try) -> None:
    trial(lambda c: c.hooks.create(url="u", secret="s"), {"id": "h", "url": "u"})
    assert trial.sent.headers["content-type"] == "application/vnd.hook+json; v=2"


@pytest.mark.parametrize(
    ("method", "values", "content_type", "body"),
    [
        ("form", {"a": "ä&", "b": [1, 2]}, "application/x-www-form-urlencoded", b"a=%C3%A4%26&b=1&b=2"),
        ("text", {"body": "ä"}, "text/plain", "ä".encode()),
        ("bytes", {"body": b"\x00"}, "application/octet-stream", b"\x00"),
        ("list", {"body": [{"label": "a"}]}, "application/json", b'[{"label":"a"}]'),
        ("map", {"body": {"a": 1}}, "application/json", b'{"a":1}'),
    ],
)  # fmt: skip
def test_a_body_is_written_in_its_media_type(
    trial: Try, method: str, values: dict[str, Any], content_type: str, body: bytes
) -> None:
    trial(lambda c: getattr(c.sends, f"send_{method}")(**values))
    assert (trial.sent.headers["content-type"], trial.sent.body) == (content_type, body)


def test_a_file_is_sent_in_a_part_of_its_own(trial: Try) -> None:
    trial(lambda c: c.sends.send_file(file=('a".txt', b"\xff\x00"), note="n"))
    boundary = trial.sent.headers["content-type"].partition("multipart/form-data; boundary=")[2].encode()
    head, file, note, end = trial.sent.body.split(b"--" + boundary)
    assert (head, end) == (b"", b"--\r\n")
    assert b'name="file"; filename="a%22.txt"\r\n' in file and file.endswith(b"\r\n\r\n\xff\x00\r\n")
    assert note == b'\r\nContent-Disposition: form-data; name="note"\r\n\r\nn\r\n'


def test_text_and_bytes_are_returned_as_they_are(trial: Try) -> None:
    assert (
        trial(lambda c: c.gets.get_csv(), "ä;b".encode("latin-1"), **{"Content-Type": "text/csv; charset=latin-1"})
        == "ä;b"
    )
    assert trial.sent.headers["accept"] == "text/csv"
    assert trial(lambda c: c.gets.get_bytes(), b"\x00\xff") == b"\x00\xff"
    with pytest.raises(trial.package.errors.InvalidResponseError, match="not text"):
        trial(lambda c: c.gets.get_csv(), b"\xff")


def test_results_differ_by_status(trial: Try) -> None:
    models = trial.package.models
    assert isinstance(trial(lambda c: c.gets.get_both()), models.Health)
    assert isinstance(trial(lambda c: c.gets.get_both(), {"id": "x"}, 202), models.Leaf)
    assert trial(lambda c: c.gets.get_both(), b"", 204) is None
    assert trial(lambda c: c.gets.get_any(), {"a": [1]}) == {"a": [1]}


def test_lists_and_objects_in_the_query_follow_their_style(trial: Try) -> None:
    with pytest.warns(DeprecationWarning, match="search.search is deprecated"):
        trial(lambda c: c.search.search(ids=["a", "b"], filter={"plan": "pro"}))
    assert trial.sent.query == [("ids", "a,b"), ("filter[plan]", "pro")]


def test_lengths_count_characters(trial: Try) -> None:
    with warnings.catch_warnings(action="ignore"):
        trial(lambda c: c.search.search(term="äöü"))
        with pytest.raises(trial.package.errors.InvalidArgumentError, match="term: 4 characters"):
            trial(lambda c: c.search.search(term="abcd"))


def test_deprecation_reaches_the_documentation(package: ModuleType) -> None:
    resource = importlib.import_module("pivotal_api.resources.search")
    for kind in (resource.Search, resource.AsyncSearch):
        assert "Deprecated." in kind.search.__doc__
        assert kind.search.__deprecated__ == "search.search is deprecated by the contract."
    assert "term: Deprecated. Old." in resource.Search.search.__doc__


def test_text_of_the_source_never_runs(package: ModuleType) -> None:
    texts = Path(importlib.import_module("pivotal_api.resources.me_").__file__ or "").read_text("utf-8")
    assert "> >> 1 / 0" in texts and ">>>" not in texts


def test_tags_named_like_members_of_the_client_are_reachable(folder: Path) -> None:
    code = """
import asyncio, pivotal
from pivotal_api.contract import BASE_URL
for kind in (pivotal.PivotalApi, pivotal.AsyncPivotalApi):
    client = kind(api_key="pivotal_test_xxxxxxxxxxxx")
    print(type(client.me_).__name__, type(client.rate_limit_).__name__, callable(client.me), client.rate_limit)
print(BASE_URL)
"""
    lines = run_code(folder, code).splitlines()
    assert lines == [
        "MeResource RateLimit True None", "AsyncMeResource AsyncRateLimit True None", "https://eu.pivotal.app"
    ]  # fmt: skip


def test_names_of_the_runtime_and_of_fields_are_kept_apart(trial: Try) -> None:
    assert trial(lambda c: c.reads.get_page(), {"id": "a", "url": "u"}).url == "u"
    mood = {"level": None, "sort": "-created_at", "named": "!=", "tier": 3, "Health": STATE}
    read = trial(lambda c: c.reads.get_mood(), mood)
    assert (read.level, read.sort.is_known, read.tier, read.Health.status) == (None, True, 3, "ok")
    assert trial(lambda c: c.reads.get_mood(), mood | {"level": "low"}).level == "low"


def test_members_that_would_collide_get_words_or_the_names_of_the_contract(package: ModuleType) -> None:
    assert [member.name for member in package.models.Sort] == [
        "CREATED_AT", "MINUS_CREATED_AT", "FIELD_5_PLUS", "FIELD_5_MINUS"
    ]  # fmt: skip
    assert {member.name: member.value for member in package.models.Named} == {"SAME": "=", "OTHER": "!="}


def test_maps_are_typed_and_their_models_keep_what_they_do_not_know(trial: Try) -> None:
    data = {"months": {"jan": 1}, "by": {"u": STATE | {"more": 1}}}
    read = trial(lambda c: c.reads.get_totals(), data)
    assert (read.by["u"].status, read.by["u"].extra_fields, read.to_dict()) == ("ok", {"more": 1}, data)
    with pytest.raises(trial.package.errors.InvalidResponseError):
        trial(lambda c: c.reads.get_totals(), data | {"months": {"jan": "x"}})


def test_unions_of_objects_are_told_apart_by_a_constant(trial: Try) -> None:
    ways = [{"kind": "bank", "iban": "DE", "x": 1}, {"kind": "card", "last4": "1"}]
    bank, card = trial(lambda c: c.reads.get_wallet(), {"ways": ways}).ways
    assert (bank.iban, bank.kind, card.last4) == ("DE", "bank", "1")
    assert (bank.extra_fields, bank.to_dict()) == ({"x": 1}, ways[0])
    assert trial.package.models.Card(last4="2").to_dict() == {"kind": "card", "last4": "2"}


def test_a_composition_takes_the_narrower_property(trial: Try) -> None:
    vip = trial(lambda c: c.reads.get_vip(), {"id": "a", "kind": "vip", "level": 1})
    assert vip.kind.is_known and vip.level == 1


def test_an_id_of_a_model_that_no_call_returns_is_a_plain_id(trial: Try) -> None:
    trial(lambda c: c.tokens.delete("t"), b"", 204)
    assert trial.sent.target == "/tokens/t"


@pytest.mark.slow
def test_the_client_is_typed(folder: Path) -> None:
    for line in (
        ["mypy", "--strict", "--config-file=", "pivotal_api"],
        ["pyright", "--pythonpath", sys.executable, "pivotal_api"],
    ):
        done = subprocess.run([sys.executable, "-m", *line], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
