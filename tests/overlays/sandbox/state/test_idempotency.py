from pathlib import Path

import pytest
from pivotal.sandbox import Clock, Sandbox

from tests.overlays.sandbox.support import TEST_KEY, Api

BODY = {"name": "Acme"}


def post(api: Api, body: object = BODY, key: str = "key-1", path: str = "/customers"):
    return api.call("POST", path, body, Idempotency_Key=key)


def test_a_success_is_replayed_byte_for_byte(api: Api, clock: Clock) -> None:
    first = post(api)
    api.patch(f"/customers/{first.json()['id']}", name="Changed")
    clock.advance(24 * 3600 - 1)
    again = post(api)
    assert (again.status, again.body) == (first.status, first.body) == (201, first.body)
    assert len(api.get("/customers")["data"]) == 1


def test_a_replay_is_forgotten_after_24_hours(api: Api, clock: Clock) -> None:
    post(api)
    clock.advance(24 * 3600)
    assert post(api).status == 409  # done again: and now the slug is taken
    assert post(api, {"name": "Other"}).status == 201


def test_a_different_body_is_a_conflict(api: Api) -> None:
    post(api)
    error = api.fails(409, "idempotency_key_reused", "POST", "/customers", {"name": "Other"}, Idempotency_Key="key-1")
    assert error["type"] == "conflict"
    assert len(api.get("/customers")["data"]) == 1


def test_failures_are_not_stored(api: Api) -> None:
    assert post(api, {}).status == 400
    assert post(api).status == 201


def test_a_key_is_scoped_to_its_path_and_the_workspace(api: Api) -> None:
    customer = post(api).json()
    contact = post(api, {"name": "A", "email": "a@b.co"}, path=f"/customers/{customer['id']}/contacts")
    assert contact.json()["object"] == "contact"
    assert post(Api(api.sandbox, TEST_KEY)).json() == customer


def test_nothing_is_replayed_for_an_empty_key(api: Api) -> None:
    assert post(api, key="").status == 201
    assert post(api, key="").status == 409


@pytest.mark.parametrize(("key", "status"), [("k" * 255, 201), ("k" * 256, 400), ("é" * 128, 400)])
def test_a_key_has_at_most_255_bytes(api: Api, key: str, status: int) -> None:
    assert post(api, key=key).status == status


def test_other_methods_ignore_the_key(api: Api) -> None:
    path = f"/customers/{api.customer()['id']}"
    for name in ("A", "B"):
        assert api.ok("PATCH", path, {"name": name}, Idempotency_Key="key-1")["name"] == name


def test_while_the_first_is_in_flight_the_second_is_a_conflict(api: Api) -> None:
    api.sandbox.faults.add(operation="create-customer", delay=60)
    first = post(api)
    assert (first.status, first.delay) == (201, 60)
    api.fails(409, "idempotency_in_progress", "POST", "/customers", BODY, Idempotency_Key="key-1")
    assert post(api, {"name": "Other"}, key="key-2").status == 201


def test_replays_survive_a_restart(tmp_path: Path) -> None:
    with_file = Sandbox(tmp_path / "data.db")
    first = post(Api(with_file))
    with_file.close()
    again = post(Api(Sandbox(tmp_path / "data.db")))
    assert again.body == first.body
