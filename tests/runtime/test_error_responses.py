"""Errors from responses: the documented ones, and everything that a proxy or a broken server may send instead."""

import copy
import pickle
from typing import Any

import pytest
from pivotal_api import errors
from pivotal_runtime.error_responses import retry_after
from pivotal_runtime.errors import APIConnectionError, APIStatusError, InvalidResponseError, PivotalError

from tests.support.calls import KINDS, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import Answer, ScriptedServer, reply

HTML = b"<html><h1>Bad gateway</h1></html>"
CUSTOMER = full(SCHEMAS["Customer"])


def envelope(type_: Any, code: Any = "some_code", **more: Any) -> dict[str, Any]:
    return {"error": {"type": type_, "code": code, "message": "Said the server.", **more}}


STATUS_ERRORS = [
    (400, envelope("invalid_request_error"), errors.InvalidRequestError),
    (401, envelope("authentication_error", "api_key_revoked"), errors.AuthenticationError),
    (403, envelope("permission_error"), errors.PermissionDeniedError),
    (404, envelope("not_found", "onboarding_not_found"), errors.NotFoundError),
    (409, envelope("conflict"), errors.ConflictError),
    (409, envelope("conflict", "slug_taken"), errors.SlugTakenError),
    (409, envelope("conflict", "email_taken"), errors.EmailTakenError),
    (409, envelope("conflict", "idempotency_key_reused"), errors.IdempotencyKeyReusedError),
    (409, envelope("conflict", "idempotency_in_progress"), errors.IdempotencyInProgressError),
    (429, envelope("rate_limit_error", "rate_limited"), errors.RateLimitError),
    (500, envelope("internal_error"), errors.ServerError),
    (404, envelope("added_later"), errors.NotFoundError),
    (418, envelope("added_later"), APIStatusError),
    (503, envelope("added_later"), errors.ServerError),
    # A listed code under another type is data: the type decides.
    (400, envelope("invalid_request_error", "slug_taken"), errors.InvalidRequestError),
    # Where status and type disagree, the documentation says to branch on the type.
    (400, envelope("not_found"), errors.NotFoundError),
]


def caught(kind: Kind, loopback: ScriptedServer, answer: Answer, method: str = "customers.get") -> Any:
    loopback.play(answer)
    with pytest.raises(PivotalError) as info:
        invoke(kind, loopback.url, method, 1)
    assert type(info.value).__module__ == "pivotal_runtime.errors"
    assert len(loopback.requests) == 1
    assert str(info.value).isprintable()
    return info.value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("status", "body", "expected"), STATUS_ERRORS)
def test_an_error_envelope_becomes_an_exception(
    loopback: ScriptedServer, kind: Kind, status: int, body: Any, expected: type[APIStatusError]
) -> None:
    body["error"]["field"] = "slug"
    error = caught(kind, loopback, reply(status, body, {"X-Request-Id": "r1", "Retry-After": "7"}))
    assert type(error) is expected
    assert (error.status, error.type, error.code) == (status, body["error"]["type"], body["error"]["code"])
    assert (error.message, error.field, error.retry_after) == ("Said the server.", "slug", 7.0)
    assert (error.headers["x-request-id"], error.attempts, error.idempotency_key) == ("r1", 1, None)
    assert (error.method, error.url) == ("GET", f"{loopback.url}/api/v1/customers/1")
    assert "Said the server." in str(error)
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
        assert (type(twin), str(twin), vars(twin)) == (expected, str(error), vars(error))


def test_every_documented_type_has_its_exception() -> None:
    documented = set(SCHEMAS["ErrorErrorType"]["enum"])
    tested = {body["error"]["type"]: expected for _, body, expected in STATUS_ERRORS}
    assert documented <= set(tested)
    assert all(tested[type_] is not APIStatusError for type_ in documented)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, b"", errors.InvalidRequestError), (404, HTML, errors.NotFoundError), (405, HTML, APIStatusError),
        (500, b"", errors.ServerError), (502, HTML, errors.ServerError), (520, HTML, errors.ServerError),
        (522, b"", errors.ServerError), (599, b"null", errors.ServerError), (429, HTML, errors.RateLimitError),
        (400, b'{"error": null}', errors.InvalidRequestError), (400, b'{"error": "no"}', errors.InvalidRequestError),
        (400, b'{"error": {"type": 5, "code": [], "message": {}}}', errors.InvalidRequestError),
        (400, b'{"error": {}}', errors.InvalidRequestError), (400, b"[]", errors.InvalidRequestError),
        (400, b'{"error": {"type": "conf', errors.InvalidRequestError), (500, b"\xff\xfe", errors.ServerError),
        (500, b'{"error": ' + b"[" * 50_000, errors.ServerError), (500, b'"\xff"', errors.ServerError),
    ],
)  # fmt: skip
def test_an_answer_without_envelope_is_typed_by_its_status(
    loopback: ScriptedServer, kind: Kind, status: int, body: bytes, expected: type[APIStatusError]
) -> None:
    error = caught(kind, loopback, reply(status, body))
    assert type(error) is expected
    assert (error.status, error.type, error.code, error.body) == (status, None, None, body)
    assert len(str(error)) < 300


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "location", ["https://evil.example/api", "/elsewhere", "", "http://[bad", "//x:y@evil.example/"]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304, 300])
def test_a_redirect_is_an_error_and_never_followed(
    loopback: ScriptedServer, kind: Kind, status: int, location: str
) -> None:
    error = caught(kind, loopback, reply(status, b"", {"Location": location} if location else {}))
    assert type(error) is APIStatusError
    assert error.status == status
    assert "redirect" in str(error)
    assert ("evil.example" in error.message) == ("evil.example" in location)
    assert "x:y" not in error.message


def test_a_redirect_to_the_same_server_is_not_followed_either(loopback: ScriptedServer) -> None:
    caught("sync", loopback, reply(307, b"", {"Location": loopback.url + "/other"}), "customers.delete")
    assert [request.path for request in loopback.requests] == ["/api/v1/customers/1"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("status", "body", "part"),
    [
        (200, HTML, "not JSON"), (200, b"", "empty body"), (204, b"", "empty body"),
        (200, b'{"object": "cus', "not JSON"), (200, b"{} {}", "not a Customer"),
        (200, b"null", "not a Customer"), (200, b"[]", "not a Customer"), (200, b"{}", "missing required field"),
        (200, b'"\xff"', "not a Customer"), (200, b'{"object": "\xff"}', "not JSON"),
        (200, b"\xef\xbb\xbf{}", "missing required field"),
        (200, b'{"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "not JSON"),
    ],
)  # fmt: skip
def test_a_success_with_invalid_content_is_an_invalid_response(
    loopback: ScriptedServer, kind: Kind, status: int, body: bytes, part: str
) -> None:
    error = caught(kind, loopback, reply(status, body, {"Content-Type": "text/html"}))
    assert type(error) is InvalidResponseError
    assert part in str(error)
    assert (error.status, error.body) == (status, body)
    assert len(str(error)) < 300


def test_a_mistyped_field_of_a_response_is_named_with_its_path(loopback: ScriptedServer) -> None:
    rows = {"object": "list", "data": [CUSTOMER, {**CUSTOMER, "mrr": "much"}], "has_more": False, "next_cursor": None}
    loopback.play(reply(200, rows))
    with pytest.raises(InvalidResponseError, match=r"\$\.data\[1\]\.mrr"):
        invoke("sync", loopback.url, "customers.list")


@pytest.mark.parametrize("content", [b'"\xff"', b"[" * 50_000 + b"]" * 50_000, b"1e999"])
def test_unknown_fields_that_are_not_json_are_an_invalid_response_when_read(
    loopback: ScriptedServer, content: bytes
) -> None:
    loopback.play(reply(200, b'{"status": "ok", "timestamp": "now", "added_later": ' + content + b"}"))
    with pytest.raises(InvalidResponseError, match="not JSON"):
        _ = invoke("sync", loopback.url, "meta.health").extra_fields


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "raw",
    [
        b"", b"garbage\r\n\r\n", b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"st', b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 101 X\r\n\r\n",
    ],
)  # fmt: skip
def test_an_incomplete_response_is_a_connection_error(loopback: ScriptedServer, kind: Kind, raw: bytes) -> None:
    error = caught(kind, loopback, Answer((raw,)))
    assert type(error) is APIConnectionError
    assert error.__cause__ is not None
    assert (error.method, error.url) == ("GET", f"{loopback.url}/api/v1/customers/1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("status", "error"), [(200, InvalidResponseError), (502, errors.ServerError)])
def test_undecodable_content_still_becomes_a_typed_error(
    loopback: ScriptedServer, kind: Kind, status: int, error: type[PivotalError]
) -> None:
    raw = b"HTTP/1.1 %d X\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope" % status
    raised: Any = caught(kind, loopback, Answer((raw,)))
    assert (type(raised), raised.status, raised.body) == (error, status, b"")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0), ("7", 7.0), (" 1.5 ", 1.5), ("-1", None), ("", None), ("soon", None), ("nan", None), ("inf", None),
        ("1e999", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("Wed, 21 Oct 2015 99:28:00 GMT", None),
        ("Mon, 99 Jan 99999999999 00:00:00 GMT", None), ("Wed, 21 Oct 9999999999999999999999 07:28:00 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 +9999", None), ("Mon,,,", None), ("\x00", None),
    ],
)  # fmt: skip
def test_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}) == seconds


def test_a_date_to_retry_after_is_compared_with_the_clock_of_the_server() -> None:
    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:30 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"}
    assert retry_after(headers) == 30.0
    assert retry_after({**headers, "date": "soon"}) == 0.0
