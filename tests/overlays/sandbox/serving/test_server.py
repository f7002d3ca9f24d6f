import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from pivotal.sandbox import Clock, Sandbox
from pivotal.sandbox._serving.server import bind

from tests.overlays.sandbox.support import KEY, Api

AUTH = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as url:
        yield url


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{url}/api/v1", headers=AUTH, trust_env=False) as client:
        yield client


def test_the_server_returns_the_same_as_the_core(sandbox: Sandbox, http: httpx.Client) -> None:
    created = http.post("/customers", json={"name": "Café"})
    assert created.status_code == 201
    assert created.headers["content-type"] == "application/json; charset=utf-8"
    core = Api(sandbox).call("GET", f"/customers/{created.json()['id']}")
    over_http = http.get(f"/customers/{created.json()['display_id']}")
    assert over_http.content == core.body == created.content
    assert core.headers.items() <= dict(over_http.headers).items()


def test_a_path_is_read_as_it_was_sent(http: httpx.Client) -> None:
    assert http.get("/customers/a%2Fcontacts").json()["error"]["code"] == "customer_not_found"
    assert http.get("/customers?limit=%31").status_code == 200


def test_errors_over_the_socket(http: httpx.Client, url: str) -> None:
    assert httpx.get(f"{url}/api/v1/me", trust_env=False).json()["error"]["code"] == "missing_api_key"
    assert http.put("/me").headers["allow"] == "GET"
    assert http.head("/me").status_code == 405
    assert http.post("/customers", content=b"{").status_code == 400
    assert http.post("/customers", data={"name": "A"}).json()["error"]["code"] == "invalid_content_type"


def test_a_large_body_is_rejected_and_the_connection_stays_open(http: httpx.Client) -> None:
    assert http.post("/customers", content=b" " * 5_000_000).json()["error"]["code"] == "body_too_large"
    assert http.get("/me").status_code == 200


def test_a_chunked_body(http: httpx.Client) -> None:
    assert http.post("/customers", content=iter([b'{"na', b'me": "A"}'])).status_code == 201


def test_a_dropped_connection(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.faults.add(operation="create-customer", drop=True, when="after")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        http.post("/customers", json={"name": "A"}, headers={"X-Forwarded-For": "10.0.0.1"})
    assert len(http.get("/customers").json()["data"]) == 1


def test_a_truncated_body(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.faults.add(operation="get-me", truncate=7)
    with pytest.raises(httpx.RemoteProtocolError, match="received 7 bytes"):
        http.get("/me")
    assert http.get("/me").status_code == 200


def test_a_delayed_response_delays_no_other_and_its_key_is_in_flight(sandbox: Sandbox, http: httpx.Client) -> None:
    sandbox.faults.add(operation="create-customer", delay=1.0)

    def post() -> httpx.Response:
        return http.post("/customers", json={"name": "A"}, headers={"Idempotency-Key": "k"})

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(post)
        sandbox_saw(sandbox, "create-customer")
        assert post().json()["error"]["code"] == "idempotency_in_progress"
        assert not first.done()
        assert first.result().status_code == 201
    assert post().content == first.result().content


def sandbox_saw(sandbox: Sandbox, operation: str) -> None:
    deadline = time.monotonic() + 10
    while not sandbox.requests.matching(operation):
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_response_delayed_for_an_hour_does_not_delay_shutdown(sandbox: Sandbox) -> None:
    sandbox.faults.add(delay=3600, times=2)
    with ThreadPoolExecutor(1) as pool:
        with sandbox.serve() as url:
            with pytest.raises(httpx.ReadTimeout):
                httpx.get(f"{url}/api/v1/health", timeout=0.05, trust_env=False)
            waiting = pool.submit(httpx.get, f"{url}/api/v1/health", timeout=60, trust_env=False)
            while len(sandbox.requests) < 2:
                time.sleep(0.005)
        with pytest.raises(httpx.RemoteProtocolError):
            waiting.result()


def test_a_client_that_disconnects_does_not_affect_others(url: str, http: httpx.Client) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(b"POST /api/v1/customers HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
    assert http.get("/customers").json()["data"] == []


def test_many_clients_at_once(sandbox: Sandbox, url: str) -> None:
    async def run() -> list[int]:
        async with httpx.AsyncClient(base_url=f"{url}/api/v1", headers=AUTH, trust_env=False) as client:
            created = await asyncio.gather(
                *(client.post("/customers", json={"name": f"C{number}"}) for number in range(60))
            )
        return [answer.json()["display_id"] for answer in created]

    assert sorted(asyncio.run(run())) == list(range(1, 61))
    assert len(Api(sandbox).walk("/customers")) == 60


def test_one_slug_goes_to_one_of_many_threads(clock: Clock) -> None:
    sandbox = Sandbox(clock=clock, rate_limit=None)
    api = Api(sandbox)
    barrier = threading.Barrier(8)

    def race(number: int) -> list[int]:
        barrier.wait()
        return [
            api.call("POST", "/customers", {"name": f"C{turn}"}, Idempotency_Key=f"{number}-{turn}").status
            for turn in range(25)
        ]

    with ThreadPoolExecutor(8) as pool:
        answers = [status for answers in pool.map(race, range(8)) for status in answers]
    assert (answers.count(201), answers.count(409)) == (25, 175)
    times = [row["created_at"] for row in api.walk("/customers")]
    assert len(set(times)) == 25
    assert times == sorted(times, reverse=True)


def test_an_idempotency_key_creates_once_in_a_race(sandbox: Sandbox, url: str) -> None:
    def post(_: int) -> bytes:
        with httpx.Client(trust_env=False) as client:
            headers = {**AUTH, "Idempotency-Key": "same"}
            answer = client.post(f"{url}/api/v1/customers", json={"name": "A"}, headers=headers)
        assert answer.status_code == 201
        return answer.content

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(post, range(24)))) == 1
    assert len(Api(sandbox).walk("/customers")) == 1


def test_the_port_is_released_and_a_taken_one_is_named(sandbox: Sandbox) -> None:
    with sandbox.serve() as url:
        port = int(url.rpartition(":")[2])
        with pytest.raises(OSError, match=f"127.0.0.1:{port}"), sandbox.serve(port=port):
            pass
    with sandbox.serve(port=port) as again:
        assert json.loads(httpx.get(f"{again}/api/v1/health", trust_env=False).content)["status"] == "ok"


def test_small_packets_are_sent_at_once() -> None:
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # what asyncio looks at before it sets TCP_NODELAY


def test_control_is_off_by_default(http: httpx.Client, url: str) -> None:
    answer = httpx.post(f"{url}/_sandbox/reset", json={}, trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "route_not_found")
