"""The key is only in the request header: never in a repr, exception, traceback, URL or pickled error."""

import pickle
import traceback
from typing import Any

import pytest
from pivotal_api import AsyncClient, Client
from pivotal_runtime.errors import InvalidArgumentError, PivotalError

from tests.support.calls import KINDS, TOKEN, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import Answer, ScriptedServer, reply

SECRET = "SECRETSECRET"
ECHO = {"error": {"type": "authentication_error", "code": "no", "message": f"The key {TOKEN} is revoked."}}
ECHOED = reply(401, ECHO)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format, "%s".__mod__])
def test_no_part_of_a_client_shows_the_key(kind: type[Client | AsyncClient], show: Any) -> None:
    client: Any = kind(token=TOKEN)
    parts = [client, client.customers, client.meta, client.customers.get, client._transport]
    assert SECRET not in "".join(show(part) for part in parts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "answer",
    [
        ECHOED, reply(500, b""), reply(200, b"<html>"), reply(302, b"", {"Location": "/x"}),
        Answer((b"garbage\r\n\r\n",)), Answer((b"",)),
    ],
)  # fmt: skip
def test_no_error_shows_the_key(loopback: ScriptedServer, kind: Kind, answer: Answer) -> None:
    loopback.play(answer)
    with pytest.raises(PivotalError) as info:
        invoke(kind, loopback.url, "customers.get", 1)
    shown = "".join(traceback.format_exception(info.value))
    assert SECRET not in shown + repr(info.value) + str(info.value.args)
    assert loopback.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    if answer is not ECHOED:
        assert SECRET.encode() not in pickle.dumps(info.value)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    "token",
    [
        "", " ", f"{SECRET} ", f" {SECRET}", f"{SECRET}\n", f"a {SECRET}", f"{SECRET}\t", f"{SECRET}é", f"{SECRET}\x00",
        f"{SECRET}\u2028", SECRET.encode(), None, 5,
    ],
    ids=ascii,
)  # fmt: skip
def test_a_key_that_cannot_be_sent_is_refused_at_once_and_not_shown(kind: Any, token: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^token: ") as info:
        kind(token=token, base_url="http://127.0.0.1:9")
    assert SECRET not in "".join(traceback.format_exception(info.value))


@pytest.mark.parametrize("kind", KINDS)
def test_a_response_and_its_request_show_no_key(loopback: ScriptedServer, kind: Kind) -> None:
    loopback.play(reply(200, full(SCHEMAS["Customer"])))
    response = invoke(kind, loopback.url, "customers.get", 1).response
    shown = f"{response!r} {response.request!r} {response.facts()} {response.request.headers} {response.headers}"
    assert SECRET not in shown
    assert SECRET not in loopback.requests[0].target


@pytest.mark.parametrize("kind", KINDS)
def test_the_probe_sends_no_key(loopback: ScriptedServer, kind: Kind) -> None:
    loopback.play(reply(200, full(SCHEMAS["Health"])))
    invoke(kind, loopback.url, "meta.health")
    assert "authorization" not in loopback.requests[0].headers
