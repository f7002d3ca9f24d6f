"""A DELETE whose answer is lost is repeated; a 404 then means that the record is deleted, and only then."""

import logging
from typing import Any

import pytest
from pivotal import PivotalApi, errors
from pivotal.models import Deleted
from pivotal_api import Client
from pivotal_runtime.base_models import UNSET
from pivotal_runtime.http_messages import Response

from tests.support.flavors import Flavor, flavor_fixture
from tests.support.samples import HEALTH, KEY
from tests.support.scripted import DROPPED, Answer, Received, ScriptedServer, problem, reply

CUID = "cl9bn00of0000g7l8gcq8c4xk"
GONE = problem(404, "not_found", "customer_not_found")

flavor = flavor_fixture("", "httpx", "httpx2")


def delete(api: Any, id: int | str = 7) -> Any:
    return api.customers.delete(id)


@pytest.mark.parametrize(
    "lost",
    [DROPPED, Answer((b"HTTP/1.1 200 OK\r\n",)), reply(502, b"Bad gateway"), problem(500, "internal_error", "x")],
    ids=["dropped", "cut off", "502", "500"],
)
def test_a_404_after_a_lost_answer_is_a_success(flavor: Flavor, lost: Answer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "pivotal")
    with ScriptedServer(lost, GONE) as server:
        deleted = flavor.call(server.url, delete)
    assert deleted == Deleted(object="deleted", id="7", deleted=True, display_id=7)
    assert (deleted.response.status, deleted.response.attempts, len(server.requests)) == (404, 2, 2)
    assert any("an earlier attempt deleted the record" in record.message for record in caplog.records)


def test_a_cuid_is_all_that_is_known(flavor: Flavor) -> None:
    with ScriptedServer(DROPPED, GONE) as server:
        deleted = flavor.call(server.url, lambda api: delete(api, CUID))
    assert (deleted.id, deleted.display_id, deleted.deleted) == (CUID, UNSET, True)
    assert Deleted.from_json(deleted.to_json()) == deleted


def test_an_answer_that_is_lost_more_than_once(flavor: Flavor) -> None:
    with ScriptedServer(DROPPED, problem(429, "rate_limit_error", "rate_limited"), GONE) as server:
        assert flavor.call(server.url, delete).response.attempts == 3


def test_a_raw_request_returns_the_response(flavor: Flavor) -> None:
    with ScriptedServer(DROPPED, GONE) as server:
        response: Response = flavor.call(server.url, lambda api: api.request("DELETE", "/api/v1/widgets/7"))
    assert (response.status, response.attempts) == (404, 2)


def test_a_404_of_the_first_attempt_raises(flavor: Flavor) -> None:
    with ScriptedServer(GONE) as server, pytest.raises(errors.NotFoundError):
        flavor.call(server.url, delete)


@pytest.mark.parametrize("status", [408, 425, 429])
def test_an_attempt_that_was_refused_deleted_nothing(flavor: Flavor, status: int) -> None:
    with ScriptedServer(problem(status, None, None), GONE) as server, pytest.raises(errors.NotFoundError) as caught:
        flavor.call(server.url, delete)
    assert caught.value.attempts == 2


def test_the_404_of_a_proxy_says_nothing_of_the_record(flavor: Flavor) -> None:
    with ScriptedServer(DROPPED, reply(404, b"no backend")) as server, pytest.raises(errors.NotFoundError):
        flavor.call(server.url, delete)


@pytest.mark.parametrize("call", ["get", "update"])
def test_other_methods_raise(flavor: Flavor, call: str) -> None:
    with ScriptedServer(DROPPED, GONE) as server, pytest.raises(errors.NotFoundError):
        flavor.call(server.url, lambda api: getattr(api.customers, call)(7))


def test_a_connection_that_was_refused_carried_nothing(flavor: Flavor) -> None:
    with ScriptedServer() as server:
        pass
    with pytest.raises(errors.APIConnectionError) as caught:
        flavor.call(server.url, delete)
    assert caught.value.may_have_arrived is False


def test_an_earlier_attempt_counts_too(flavor: Flavor) -> None:
    def last(_: Received) -> Answer:
        server.__exit__()
        return DROPPED

    with ScriptedServer(last) as server, pytest.raises(errors.APIConnectionError) as caught:
        flavor.call(server.url, delete)
    assert (caught.value.attempts, len(server.requests), caught.value.may_have_arrived) == (3, 1, True)


def test_a_lost_answer_may_have_had_an_effect(flavor: Flavor) -> None:
    with ScriptedServer(DROPPED) as server, pytest.raises(errors.APIConnectionError) as caught:
        flavor.call(server.url, delete)
    assert caught.value.may_have_arrived is True


@pytest.mark.parametrize(("kind", "key"), [(PivotalApi, "api_key"), (Client, "token")])
def test_a_request_that_is_sent_again_on_another_connection(kind: Any, key: str) -> None:
    kept = reply(body=HEALTH, keep=True)
    with ScriptedServer(kept, DROPPED, GONE) as server, kind(**{key: KEY}, base_url=server.url) as client:
        client.meta.health()
        assert client.customers.delete(7).display_id == 7
    assert [request.connection for request in server.requests] == [1, 1, 2]
