from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pivotal.sandbox import Sandbox
from pivotal.sandbox._serving.control import ROUTES

from tests.pivotal.sandbox.support import KEY, Api
from tests.pivotal.sandbox.traffic.test_faults import WRONG


def token_of(sandbox: Sandbox) -> dict[str, str]:
    return {"Authorization": f"Bearer {sandbox.control_token}"}


@pytest.fixture
def control(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with (
        sandbox.serve(control=True) as url,
        httpx.Client(base_url=f"{url}/_sandbox", headers=token_of(sandbox), trust_env=False) as client,
    ):
        yield client


def post(control: httpx.Client, path: str, **body: Any) -> Any:
    answer = control.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_seed_snapshot_restore_reset(control: httpx.Client, api: Api) -> None:
    seeded = post(control, "/seed", customers=5, seed=2)
    assert seeded["customers"] == 5
    post(control, "/snapshot", name="five")
    post(control, "/reset")
    assert api.walk("/customers") == []
    post(control, "/restore", name="five")
    assert len(api.walk("/customers")) == 5
    assert control.post("/restore", json={"name": "six"}).json()["error"]["code"] == "snapshot_not_found"


def test_clock(control: httpx.Client) -> None:
    assert control.get("/clock").json() == {"now": "2026-03-01T12:00:00.000Z"}
    assert post(control, "/clock", advance=86400)["now"] == "2026-03-02T12:00:00.000Z"
    assert post(control, "/clock", freeze="2027-01-01T00:00:00Z", advance=1)["now"] == "2027-01-01T00:00:01.000Z"
    assert post(control, "/clock", resume=True)["now"].startswith("2027-01-01T00:00:0")


def test_faults_and_requests(control: httpx.Client, api: Api) -> None:
    fault = post(control, "/faults", operation="get-me", status=503, times=5)
    assert control.get("/faults").json() == [fault]
    assert api.sandbox.faults.pending()[0].status == 503
    assert control.request("DELETE", "/faults", json={}).json() == []
    api.customer("Acme")
    api.get("/me")
    (logged,) = control.get("/requests", params={"operation": "create-customer"}).json()
    assert (logged["status"], logged["body"]) == (201, '{"name": "Acme"}')
    assert KEY not in control.get("/requests").text
    control.request("DELETE", "/requests", json={})
    assert control.get("/requests").json() == []


def test_keys(control: httpx.Client, api: Api) -> None:
    assert post(control, "/keys/register", key=KEY, name="CI", tier="paid")["name"] == "CI"
    assert api.get("/me")["api_key"]["rate_limit_tier"] == "paid"
    post(control, "/keys/revoke", key=KEY)
    api.fails(401, "api_key_revoked", "GET", "/me")


def test_webhooks(control: httpx.Client) -> None:
    given = {"url": "http://127.0.0.1:1/hook", "types": ["task.completed"], "test_mode": True}
    endpoint = post(control, "/webhooks/endpoints", **given)
    assert endpoint == {**endpoint, **given, "disabled": False}
    assert endpoint["secret"].startswith("whsec_")
    post(control, "/webhooks/emit", type="task.completed", object={"id": "t1"}, livemode=False)
    post(control, "/webhooks/deliver")
    (event,) = control.get("/webhooks/events", params={"type": "task.completed"}).json()
    _ping, delivery = control.get("/webhooks/outbox").json()
    assert delivery["event_id"] == event["id"]
    assert (delivery["state"], delivery["attempts"], delivery["outcome"]) == ("pending", 1, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("/clock", {"advance": -1}, "go back"),
        ("/clock", {"advanse": 1}, "advanse"),
        ("/clock", {"advance": 1e15}, "between 1970 and 9998"),
        ("/clock", {"advance": 1e308}, "between 1970 and 9998"),
        ("/clock", {"freeze": "1969-12-31T00:00:00Z"}, "between 1970 and 9998"),
        ("/faults", {"status": "x"}, "status"),
        *(("/faults", fields, word) for fields, word in WRONG),
        ("/keys/register", {"key": "nope"}, "pivotal_"),
        ("/webhooks/endpoints", {"url": "http://example.com"}, "not on this machine"),
        ("/webhooks/emit", {"type": "x", "object": {}}, "no event type"),
        ("/seed", {"customers": -1}, "-1"),
    ],
)
def test_invalid_input_is_reported_in_a_sentence(control: httpx.Client, path: str, body: Any, word: str) -> None:
    answer = control.post(path, json=body)
    assert answer.status_code == 400
    assert word in answer.json()["error"]["message"]


def test_an_invalid_query_is_reported_in_a_sentence(control: httpx.Client) -> None:
    answer = control.get("/requests", params={"operation": "get-nothing"})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("There is no operation 'get-nothing'; use ")


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"name": "\xff"}', b'{"object":' + b"[" * 100_000])
@pytest.mark.parametrize("path", ["/snapshot", "/webhooks/emit"])
def test_a_body_that_is_not_json_is_a_400(control: httpx.Client, path: str, body: bytes) -> None:
    answer = control.post(path, content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_control")


def test_a_rejected_clock_change_has_no_effect(control: httpx.Client, api: Api) -> None:
    assert control.post("/clock", json={"advance": 1e15}).status_code == 400
    assert control.get("/clock").json() == {"now": "2026-03-01T12:00:00.000Z"}
    api.customer("A")


def test_a_failure_of_the_sandbox_itself_is_a_logged_500(
    control: httpx.Client, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    api.sandbox.store.execute("DROP TABLE api_keys")
    answer = control.post("/keys/register", json={"key": KEY})
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert "no such table" in caplog.text


def test_a_form_from_a_browser_is_rejected(control: httpx.Client) -> None:
    assert control.post("/reset", data={"a": "b"}).status_code == 400
    assert control.post("/reset", content=b"{}", headers={"content-type": "text/plain"}).status_code == 400


def test_an_unknown_control_path_lists_the_known_ones(control: httpx.Client) -> None:
    message = control.get("/nothing").json()["error"]["message"]
    assert all(f"{method} /_sandbox/{path}" in message for method, path in ROUTES)
