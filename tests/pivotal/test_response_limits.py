"""Answers without end: what is kept of a response is bounded, and how long an attempt may take."""

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pivotal import PivotalApi, RetryPolicy
from pivotal.errors import APITimeoutError, InvalidResponseError, ServerError
from pivotal_api import Client, HTTPOptions, Timeout
from pivotal_runtime.content import Content

from tests.support.flavors import Flavor, flavor_fixture, flavor_id, flavors
from tests.support.samples import HEALTH, KEY, customer
from tests.support.scripted import Answer, ScriptedServer, head, reply

MIB = 1024 * 1024


flavor = flavor_fixture("", "httpx", "httpx2")


def bomb(size: int, wrap: int = 16) -> bytes:
    """Return zeros, compressed to a thousandth."""
    press = zlib.compressobj(9, zlib.DEFLATED, wrap + zlib.MAX_WBITS if wrap >= 0 else -zlib.MAX_WBITS)
    chunk = bytes(MIB)
    return b"".join(press.compress(chunk) for _ in range(size // MIB)) + press.flush()


# The body, and its Content-Encoding.
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip": (lambda: bomb(512 * MIB), "gzip"),
    "gzip, gzip": (lambda: gzip.compress(bomb(512 * MIB)), "gzip, gzip"),
    "gzip and identity": (lambda: bomb(128 * MIB), "identity, gzip"),
    "deflate": (lambda: bomb(128 * MIB, 0), "deflate"),
    "raw deflate": (lambda: bomb(128 * MIB, -1), "deflate"),
    "not compressed": (lambda: bytes(65 * MIB), ""),
}
USE = """
import asyncio, resource, sys
from pivotal import AsyncPivotalApi, PivotalApi
from pivotal.errors import InvalidResponseError
kind, key, url = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
async def later():
    return await AsyncPivotalApi(api_key=key, base_url=url).customers.get(1)
try:
    PivotalApi(api_key=key, base_url=url).customers.get(1) if kind == "sync" else asyncio.run(later())
except InvalidResponseError as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory in KiB")
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(kind: str, name: str) -> None:
    make, coding = BOMBS[name]
    with ScriptedServer(reply(200, make(), {"Content-Encoding": coding} if coding else {})) as server:
        done = subprocess.run(
            [sys.executable, "-c", USE, kind, KEY, server.url], capture_output=True, text=True, check=True, timeout=60
        )
    message, grown = done.stdout.splitlines()
    if name == "gzip, gzip":
        assert message.startswith("200 with a body that is compressed 2 times (gzip, gzip); one time is accepted (GET")
    else:
        assert message.startswith("200 with a body of more than 67,108,864 bytes; set max_response_bytes to accept it")
    assert int(grown) < 120  # MiB: the limit, and what importing takes


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_the_limit_can_be_set(flavor: Flavor, coding: str) -> None:
    content = reply(body=customer()).parts[1]
    assert isinstance(content, bytes)
    body = gzip.compress(content) if coding else content
    with ScriptedServer(reply(200, body, {"Content-Encoding": coding})) as server:
        for limit in (len(content), None):
            made = flavor.call(server.url, lambda api: api.customers.get(1), max_response_bytes=limit)
            assert made.display_id == 1
        with pytest.raises(InvalidResponseError, match=f"a body of more than {len(content) - 1} bytes"):
            flavor.call(server.url, lambda api: api.customers.get(1), max_response_bytes=len(content) - 1)


def test_an_error_whose_body_is_too_long_keeps_its_status(flavor: Flavor) -> None:
    with ScriptedServer(reply(503, bytes(5000))) as server, pytest.raises(ServerError) as caught:
        flavor.call(server.url, lambda api: api.health(), max_response_bytes=1000)
    assert (caught.value.status, caught.value.body, len(server.requests)) == (503, b"", 3)


def test_a_plain_client_has_the_limit_too() -> None:
    with ScriptedServer(reply(200, bytes(5000))) as server, pytest.raises(InvalidResponseError, match="more than 10 "):
        Client(token=KEY, base_url=server.url, http=HTTPOptions(max_response_bytes=10)).meta.health()


def endless(part: bytes, start: bytes = b"") -> Answer:
    return Answer((start, *(part, 0.02) * 500))


ENDLESS = {
    "interim answers": endless(head(100, {})),
    "headers": endless(b"X-A: b\r\n", b"HTTP/1.1 200 OK\r\n"),
    "chunks": endless(b"1\r\n \r\n", head(200, {"Transfer-Encoding": "chunked"})),
    "body": endless(b" ", head(200, {"Content-Length": "999999"})),
}


@pytest.mark.parametrize("own", [False, True], ids=["client", "call"])
@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("flavor", flavors(""), ids=flavor_id)
def test_an_attempt_ends_without_a_deadline(flavor: Flavor, name: str, own: bool) -> None:
    timeout: Any = Timeout(total=0.3)
    client, call = ({}, {"timeout": timeout}) if own else ({"timeout": timeout}, {})
    started = time.monotonic()
    with ScriptedServer(ENDLESS[name]) as server, pytest.raises(APITimeoutError, match="deadline"):
        flavor.call(server.url, lambda api: api.health(options=call), retries=RetryPolicy(0), **client)
    assert 0.25 < time.monotonic() - started < 2


def test_every_attempt_has_an_end_by_default() -> None:
    for timeout, total in ((Timeout(), 300), (Timeout.of(20), 300), (Timeout.of(900), 900), (Timeout.of(None), None)):
        assert timeout.total == total
    with ScriptedServer(reply(body=HEALTH)) as server:
        assert PivotalApi(api_key=KEY, base_url=server.url, timeout=None).health().status == "ok"


BODY = json.dumps(customer()).encode()
WHOLE = {
    "members": gzip.compress(BODY[:9]) + gzip.compress(b"") + gzip.compress(BODY[9:]),
    "many members": b"".join(gzip.compress(BODY[at : at + 1]) for at in range(len(BODY))),
    "padding": gzip.compress(BODY) + bytes(512),
}
CUT = {"in the middle": (gzip.compress(BODY)[:-30], "gzip"), "before the checksum": (gzip.compress(BODY)[:-5], "gzip")}
CUT |= {"in a member": (gzip.compress(BODY) + gzip.compress(BODY)[:-30], "gzip")}
CUT |= {"deflate": (zlib.compress(BODY)[:-3], "deflate")}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("step", [1, 100_000])
def test_a_body_of_several_members_is_read_to_its_end(name: str, step: int) -> None:
    content = Content("gzip", None)
    for at in range(0, len(WHOLE[name]), step):
        content.add(WHOLE[name][at : at + step])
    assert content.whole() == BODY


@pytest.mark.parametrize("name", CUT)
def test_a_compressed_body_that_ends_too_early_is_refused(flavor: Flavor, name: str) -> None:
    body, coding = CUT[name]
    answer = reply(200, body, {"Content-Encoding": coding})
    with ScriptedServer(answer) as server, pytest.raises(InvalidResponseError, match=f"{coding} but ends too early"):
        flavor.call(server.url, lambda api: api.request("GET", "/api/v1/customers/1"))


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_coding_that_was_not_asked_for_is_named(flavor: Flavor, coding: str) -> None:
    answer = reply(200, b"{}", {"Content-Encoding": coding})
    with ScriptedServer(answer) as server, pytest.raises(InvalidResponseError, match=f"200 .* with {coding}; gzip, "):
        flavor.call(server.url, lambda api: api.request("GET", "/api/v1/customers/1"))
