"""Network faults, sync and async: attempts, exception and idempotency key, and no exception of another library."""

import gzip
import socket
import time
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pivotal import PivotalApi, errors
from pivotal.errors import APIConnectionError, APITimeoutError, InvalidResponseError, PivotalError, ServerError

from tests.support.flavors import Async, Flavor, Sync, flavor_fixture, flavor_id, flavors
from tests.support.samples import HEALTH, KEY, customer
from tests.support.scripted import DROPPED, Answer, Received, ScriptedServer, problem, reply

OK = reply(body=customer())
HTML = reply(200, b"<html>Sign in</html>", {"Content-Type": "text/html"})
LONG_NESTING = b'{"error":' + b"[" * 100_000
NOT_UTF8 = b'{"object": "customer", "name": "\xff\xfe"}'


@dataclass(frozen=True)
class Fault:
    """A response that is always sent, and the outcome of a call."""

    answer: Answer
    error: type[PivotalError]
    attempts: int = 3
    has: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.error.__name__}-{self.attempts}"


def status(status: int, error: type[PivotalError], attempts: int, type_: str | None = None, code: str = "x") -> Fault:
    return Fault(problem(status, type_, code), error, attempts, (("status", status), ("type", type_), ("code", code)))


def garbled(body: bytes, **headers: str) -> Answer:
    return reply(200, body, {"Content-Type": "application/json", **headers})


GZIP_GARBAGE = garbled(b"no gzip at all", **{"Content-Encoding": "gzip"})
BAD_GATEWAY = GZIP_GARBAGE.parts[0].replace(b"200 OK", b"502 Bad Gateway")  # type: ignore[union-attr]
FAULTS = {
    "dropped before the answer": Fault(DROPPED, APIConnectionError),
    "dropped in the status line": Fault(Answer((b"HTTP/1.1 20",)), APIConnectionError),
    "dropped in the headers": Fault(Answer((b"HTTP/1.1 200 OK\r\nContent-Le",)), APIConnectionError),
    "dropped in the body": Fault(reply(body=customer(), cut=40), APIConnectionError),
    "content-length too long": Fault(reply(body=customer(), length=5_000), APIConnectionError),
    "content-length no number": Fault(garbled(b"{}", **{"Content-Length": "many"}), APIConnectionError),
    "not HTTP": Fault(Answer((b"SSH-2.0-OpenSSH_9.6\r\n",)), APIConnectionError),
    # A response did come, and the same would come again: nothing is retried.
    "gzip garbage": Fault(GZIP_GARBAGE, InvalidResponseError, 1, (("status", 200), ("body", b""))),
    "502 of gzip garbage": Fault(replace(GZIP_GARBAGE, parts=(BAD_GATEWAY, *GZIP_GARBAGE.parts[1:])), ServerError),
    "gzip cut off": Fault(
        garbled(gzip.compress(b'{"object": "customer"}')[:-12], **{"Content-Encoding": "gzip"}), InvalidResponseError, 1
    ),
    "content-length too short": Fault(reply(body=customer(), length=20), InvalidResponseError, 1),
    "truncated JSON": Fault(garbled(b'{"object": "customer", "id": "cl'), InvalidResponseError, 1),
    "JSON of something else": Fault(reply(body={"object": "customer"}), InvalidResponseError, 1),
    "JSON null": Fault(reply(body=None), InvalidResponseError, 1),
    "not UTF-8": Fault(garbled(NOT_UTF8), InvalidResponseError, 1),
    "nested without end": Fault(garbled(LONG_NESTING), InvalidResponseError, 1),
    "HTML 200": Fault(HTML, InvalidResponseError, 1, (("status", 200),)),
    "204": Fault(reply(204), InvalidResponseError, 1, (("status", 204),)),
    "empty 200": Fault(reply(200), InvalidResponseError, 1, (("body", b""),)),
    "HTML 502": Fault(reply(502, b"<html>Bad gateway</html>"), ServerError, 3, (("type", None), ("code", None))),
    "502 nested without end": Fault(reply(502, LONG_NESTING), ServerError),
    "502 not UTF-8": Fault(reply(502, b'{"error": {"message": "\xff"}}'), ServerError),
    "500 with an envelope of numbers": Fault(reply(500, {"error": {"type": 1, "code": [], "field": {}}}), ServerError),
    "500 with a list": Fault(reply(500, [1]), ServerError),
    "500 with an error that is text": Fault(reply(500, {"error": "no"}), ServerError),
    "500": status(500, ServerError, 3, "internal_error"),
    "501": status(501, ServerError, 1),
    "502": status(502, ServerError, 3),
    "503": status(503, ServerError, 3),
    "520": status(520, ServerError, 3),
    "599": status(599, ServerError, 3),
    "408": status(408, errors.APIStatusError, 3),
    "425": status(425, errors.APIStatusError, 3),
    "429": status(429, errors.RateLimitError, 3, "rate_limit_error", "rate_limited"),
    "400": status(400, errors.InvalidRequestError, 1, "invalid_request_error", "missing_field"),
    "401": status(401, errors.AuthenticationError, 1, "authentication_error", "api_key_revoked"),
    "403": status(403, errors.PermissionDeniedError, 1, "permission_error"),
    "404": status(404, errors.NotFoundError, 1, "not_found", "customer_not_found"),
    "405": status(405, errors.APIStatusError, 1),
    "409 slug taken": status(409, errors.SlugTakenError, 1, "conflict", "slug_taken"),
    "409 e-mail taken": status(409, errors.EmailTakenError, 1, "conflict", "email_taken"),
    "409 key reused": status(409, errors.IdempotencyKeyReusedError, 1, "conflict", "idempotency_key_reused"),
    "409 in progress": status(409, errors.IdempotencyInProgressError, 3, "conflict", "idempotency_in_progress"),
    "409 of a kind not known yet": status(409, errors.ConflictError, 1, "conflict", "brand_new"),
    "type not known yet": status(422, errors.APIStatusError, 1, "brand_new_error", "brand_new"),
    "type that contradicts the status": status(500, errors.NotFoundError, 3, "not_found"),
    "code that contradicts the type": status(400, errors.InvalidRequestError, 1, "invalid_request_error", "slug_taken"),
    "304": Fault(reply(304), errors.APIStatusError, 1, (("status", 304),)),
}

CALLS = {
    "GET": lambda api: api.customers.get(1),
    "POST": lambda api: api.customers.create(name="Aurora", idempotency_key="deal-1"),
    "POST with a minted key": lambda api: api.customers.create(name="Aurora"),
    "PATCH": lambda api: api.customers.update(1, name="Aurora"),
    "DELETE": lambda api: api.customers.delete(1),
}


flavor = flavor_fixture("", "httpx", "httpx2")


def fail(flavor: Flavor, server: ScriptedServer, call: str = "GET", **options: Any) -> PivotalError:
    with pytest.raises(PivotalError) as caught:
        flavor.call(server.url, CALLS[call], **options)
    return caught.value


def keys(server: ScriptedServer) -> set[str | None]:
    return {request.headers.get("idempotency-key") for request in server.requests}


@pytest.mark.parametrize(
    ("flavor", "call"),
    [(flavor, call) for flavor in flavors("") for call in CALLS]
    + [(flavor, "POST") for flavor in flavors("httpx", "httpx2")],
    ids=lambda value: value if isinstance(value, str) else flavor_id(value),
)
@pytest.mark.parametrize("name", FAULTS)
def test_fault(flavor: Flavor, name: str, call: str) -> None:
    fault = FAULTS[name]
    with ScriptedServer(fault.answer) as server:
        error = fail(flavor, server, call)
    assert type(error) is fault.error
    assert len(server.requests) == fault.attempts == error.attempts  # type: ignore[attr-defined]
    assert {name: getattr(error, name) for name, _ in fault.has} == dict(fault.has)
    assert len({(request.method, request.target, request.body) for request in server.requests}) == 1
    assert keys(server) == {error.idempotency_key}  # type: ignore[attr-defined]
    assert (error.idempotency_key is not None) is call.startswith("POST")  # type: ignore[attr-defined]
    if call == "POST":
        assert keys(server) == {"deal-1"}


def test_undecodable_content_is_reported(flavor: Flavor) -> None:
    with ScriptedServer(GZIP_GARBAGE) as server:
        error = fail(flavor, server)
    assert str(error).startswith("200 with a body that is declared as gzip but can't be decompressed (GET ")


def test_connection_refused(flavor: Flavor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(APIConnectionError) as caught:
        flavor.call(f"http://127.0.0.1:{port}", CALLS["POST"])
    assert (caught.value.attempts, caught.value.idempotency_key) == (3, "deal-1")


def test_https_to_a_plain_http_server(flavor: Flavor) -> None:
    with ScriptedServer(OK) as server, pytest.raises(APIConnectionError):
        flavor.call(server.url.replace("http:", "https:"), CALLS["GET"])
    assert server.requests == []


@pytest.mark.parametrize(
    "broken", ["dropped before the answer", "dropped in the body", "500", "502 of gzip garbage", "429"]
)
def test_a_temporary_fault_only_shows_in_the_attempts(flavor: Flavor, broken: str) -> None:
    with ScriptedServer(FAULTS[broken].answer, FAULTS["408"].answer, OK) as server:
        made = flavor.call(server.url, CALLS["POST"])
    assert (made.name, made.response.attempts, len(server.requests)) == ("Customer 1", 3, 3)
    assert keys(server) == {"deal-1"} == {made.response.request.idempotency_key}


@pytest.mark.parametrize("answered", [200, 201, 202])
def test_any_2xx_status_is_a_success(flavor: Flavor, answered: int) -> None:
    with ScriptedServer(reply(answered, customer())) as server:
        assert flavor.call(server.url, CALLS["POST"]).response.status == answered


def test_a_short_content_length_does_not_poison_the_next_call() -> None:
    with ScriptedServer(reply(body=customer(), length=20, keep=True), reply(body=customer(2))) as server:
        api = PivotalApi(api_key=KEY, base_url=server.url)
        with pytest.raises(InvalidResponseError):
            api.customers.get(1)
        assert api.customers.get(2).display_id == 2


def test_slow_first_byte(flavor: Flavor) -> None:
    with ScriptedServer(Answer((5.0,))) as server:
        error = fail(flavor, server, "POST", timeout=0.3)
    assert (type(error), len(server.requests), keys(server)) == (APITimeoutError, 3, {"deal-1"})
    assert "read timeout" in str(error) and "3 attempts" in str(error)


def test_the_deadline_counts_all_attempts(flavor: Flavor) -> None:
    started = time.monotonic()
    with ScriptedServer(Answer((0.15,))) as server:
        error = fail(flavor, server, max_retries=100, deadline=0.4, retries=None)
    assert time.monotonic() - started < 2
    assert isinstance(error, APIConnectionError)
    assert 1 <= len(server.requests) < 10


def test_a_wait_that_would_exceed_the_deadline_is_not_started(flavor: Flavor) -> None:
    started = time.monotonic()
    with ScriptedServer(problem(429, "rate_limit_error", "rate_limited", {"Retry-After": "30"})) as server:
        error = fail(flavor, server, deadline=5)
    assert time.monotonic() - started < 2
    assert (type(error), len(server.requests)) == (errors.RateLimitError, 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("call", ["GET", "POST"])
def test_a_redirect_is_not_followed(flavor: Flavor, status: int, call: str) -> None:
    with ScriptedServer(OK) as elsewhere:
        away = reply(status, b"", {"Location": f"{elsewhere.url}/api/v1/customers/1"})
        with ScriptedServer(away) as server:
            error = fail(flavor, server, call)
    assert elsewhere.connections == 0
    assert (type(error), len(server.requests)) == (errors.APIStatusError, 1)
    assert f"127.0.0.1:{elsewhere.port}" in str(error)


UNREADABLE = [
    "http://[::1",
    "http://a:b/",
    "http://xn--a.example/",
    "http://xn--zzzzzz",
    "javascript:x",
    "a" * 70_000,
    "http://\x7f",
]


# A client of the caller's parses where a redirect leads.
@pytest.mark.parametrize("flavor", flavors(""), ids=flavor_id)
@pytest.mark.parametrize("location", UNREADABLE, ids=lambda location: ascii(location[:20]))
@pytest.mark.parametrize("call", ["GET", "POST"])
def test_a_redirect_to_an_invalid_url(flavor: Flavor, location: str, call: str) -> None:
    with ScriptedServer(reply(302, b"", {"Location": location})) as server:
        error = fail(flavor, server, call)
    assert (type(error), error.status, len(server.requests)) == (errors.APIStatusError, 302, 1)  # type: ignore[attr-defined]
    assert "a redirect to " in str(error)


def test_health_needs_no_key_and_sends_none(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=HEALTH)) as server:
        assert flavor.call(server.url, lambda api: api.health()).status == "ok"
    assert "authorization" not in server.requests[0].headers


def test_both_flavors_send_the_same_bytes() -> None:
    def sent(flavor: Flavor) -> list[Received]:
        with ScriptedServer(OK) as server:
            flavor.call(server.url, CALLS["POST"])
        return server.requests

    first, second = sent(Sync())[0], sent(Async())[0]
    first.headers.pop("host"), second.headers.pop("host")
    assert (first.method, first.target, first.headers, first.body) == (
        second.method,
        second.target,
        second.headers,
        second.body,
    )
