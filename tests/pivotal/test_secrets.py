"""Failing calls with a recognizable key and webhook secret: neither is shown or stored anywhere."""

import copy
import logging
import pickle
import traceback
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pivotal import Hooks, PivotalApi, PivotalError
from pivotal.errors import APIConnectionError, APIStatusError, InvalidArgumentError
from pivotal_api import Client, HTTPOptions
from pivotal_runtime.errors import redact

from tests.support.flavors import Flavor
from tests.support.samples import KEY, SECRET_PART, customer
from tests.support.scripted import DROPPED, ScriptedServer, garbage, problem, reply

WEBHOOK_SECRET = "whsec_" + "MfKQ9r8GKYqrTwjU"
SECRETS = (SECRET_PART, WEBHOOK_SECRET.removeprefix("whsec_"))


def telling(status: int) -> Any:
    """Return a response of a server or proxy that echoes the request."""
    message = f"Your key {KEY} and your secret {WEBHOOK_SECRET} are wrong"
    envelope = {"type": "authentication_error", "code": f"key_{KEY}", "field": WEBHOOK_SECRET, "message": message}
    return reply(status, {"error": envelope}, {"X-Echo": f"Bearer {KEY}", "Deprecation": f"see {KEY}"})


SCRIPTS = {
    "dropped": DROPPED,
    "not HTTP": garbage(f"Bearer {KEY} {WEBHOOK_SECRET}\r\n"),
    "bad header": garbage(f"HTTP/1.1 200 OK\r\n{KEY} {WEBHOOK_SECRET}\r\n\r\n"),
    "HTML": reply(200, f"<html>{KEY}</html>".encode(), {"Content-Type": f"text/html; key={KEY}"}),
    "JSON of something else": reply(200, customer(object=KEY)),
    "JSON with a secret for a number": reply(200, customer(mrr=WEBHOOK_SECRET)),
    "401": telling(401),
    "500": telling(500),
    "redirect": reply(302, b"", {"Location": f"https://{KEY}@elsewhere.example/?key={KEY}"}),
    "429": problem(429, "rate_limit_error", "x", {"Retry-After": KEY}),
}
CALLS = {
    "POST": lambda api: api.customers.create(name="x", metadata={"key": KEY, "secret": WEBHOOK_SECRET}),
    "query": lambda api: api.customers.get(1, options={"extra_query": {"key": KEY, "secret": WEBHOOK_SECRET}}),
    "header": lambda api: api.customers.get(1, options={"headers": {"X-Secret": WEBHOOK_SECRET}}),
}


QUOTED_BY_A_LIBRARY = ("bad header", "JSON of something else", "not HTTP")


def shown(error: BaseException, *, causes: bool = True) -> str:
    """Return everything that a person or a log would see of an error and its causes."""
    parts = [str(error), repr(error), "".join(traceback.format_exception(error, chain=causes))]
    if isinstance(error, PivotalError):
        parts.append(str(error.message))
    return "\n".join(parts)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


class Watching(Hooks):
    """Prints all arguments of its methods, as a careless hook might."""

    def __init__(self) -> None:
        self.seen = ""

    def attempt_ended(self, call: Any, attempt: Any) -> None:
        self.seen += f"{call.operation} {call.request} {attempt.request} {attempt.response} {attempt.error}"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_no_secret_is_shown(flavor: Flavor, script: str, call: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "pivotal")
    hook = Watching()
    with (
        ScriptedServer(SCRIPTS[script]) as server,
        warnings.catch_warnings(record=True) as warned,
        pytest.raises(PivotalError) as caught,
    ):
        warnings.simplefilter("always")
        flavor.call(server.url, CALLS[call], log_bodies=True, hooks=[hook])
    # What a server says is ours to mask in our own errors, not in those of the libraries below, which may quote it.
    assert leaks(shown(caught.value, causes=script not in QUOTED_BY_A_LIBRARY)) == []
    assert caplog.messages and leaks(caplog.text) == []
    assert leaks(" ".join(str(each.message) for each in warned)) == []
    assert leaks(hook.seen) == []
    assert all(request.headers["authorization"] == f"Bearer {KEY}" for request in server.requests)


@pytest.mark.filterwarnings("ignore:get-customer is deprecated")
@pytest.mark.parametrize("script", ["dropped", "JSON of something else", "500"])
def test_a_pickled_error_shows_no_secret(script: str) -> None:
    with ScriptedServer(SCRIPTS[script]) as server, pytest.raises(PivotalError) as caught:
        PivotalApi(api_key=KEY, base_url=server.url, max_retries=0).customers.get(1)
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value), copy.copy(caught.value)):
        assert type(again) is type(caught.value)
        assert str(again) == str(caught.value) and vars(again) == vars(caught.value)
        assert leaks(shown(again)) == []


def test_a_pickled_error_of_a_silent_server_contains_no_key() -> None:
    revoked = problem(401, "authentication_error", "api_key_revoked")
    with ScriptedServer(revoked) as server, pytest.raises(APIStatusError) as caught:
        PivotalApi(api_key=KEY, base_url=server.url).customers.create(name="x")
    assert SECRET_PART.encode() not in pickle.dumps(caught.value)
    assert SECRET_PART not in repr(vars(caught.value))


@pytest.mark.parametrize("token", [f"{KEY} ", f" {KEY}", f"{KEY}\n", f"{KEY}\r\nX: y", f"{KEY}é", "", "   "])
def test_a_bad_token_of_a_plain_client_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Client(token=token, base_url="http://127.0.0.1:1").customers.get(1)
    assert leaks(shown(caught.value)) == []


def test_connection_options_show_no_password_of_a_proxy() -> None:
    options = HTTPOptions(proxy="http://me:hunter2@127.0.0.1:3128")
    assert "hunter2" not in repr(options) and "proxy='127.0.0.1:3128'" in repr(options)
    assert repr(HTTPOptions()).startswith("HTTPOptions(http2=False, proxy=None, verify=True, ")


def test_a_plain_client_shows_no_token() -> None:
    client = Client(token=KEY, base_url="http://127.0.0.1:1")
    with pytest.raises(APIConnectionError) as caught:
        client.customers.get(1)
    assert leaks(shown(caught.value) + repr(client) + repr(client._transport) + repr(client.customers)) == []


@given(
    head=st.sampled_from(["pivotal_", "pivotal_test_"]),
    start=st.text("abcXYZ0189-_.~", min_size=4, max_size=4),
    rest=st.text("abcXYZ0189-_.~", min_size=8, max_size=40),
    around=st.text(" \"'<>&=?/\n", max_size=3),
)
def test_every_accepted_key_is_masked(head: str, start: str, rest: str, around: str) -> None:
    masked = redact(f"x{around} {head}{start}{rest} {around}y")
    assert rest not in masked


@pytest.mark.parametrize("start", ["api-", "api.", "api~", "runtime-", "network.", "network_"])
def test_a_key_that_starts_like_a_name_of_ours_is_masked(start: str) -> None:
    assert "secretsecret" not in redact(f"see pivotal_{start}secretsecret.")


@pytest.mark.parametrize("text", ["whsec_abc+/=", "whsec_abc%2Bdef%3D", "whsec_a"])
def test_webhook_secrets_are_masked_completely(text: str) -> None:
    assert redact(f"({text})") == "(whsec_...)"


@pytest.mark.parametrize("text", ["pivotal_K8s9", "pivotal.customers", "pivotal_runtime", "pivotal_network.", "whsec_"])
def test_text_without_secrets_is_unchanged(text: str) -> None:
    assert redact(f"see {text}: ok") == f"see {text}: ok"


def test_an_error_is_one_line_of_limited_length() -> None:
    long = {"error": {"type": "not_found", "code": "x", "message": "line one\nline two\r\n" + "z" * 5_000}}
    with ScriptedServer(reply(404, long)) as server, pytest.raises(PivotalError) as caught:
        PivotalApi(api_key=KEY, base_url=server.url).customers.get(1)
    assert "line one line two" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1 and len(str(caught.value)) < 1_000
