"""The logger `pivotal`: one record for each attempt and retry; bodies only with both the level and the option."""

import logging
import re
from typing import Any

import pytest
from pivotal.errors import PivotalError

from tests.support.flavors import Flavor
from tests.support.samples import customer
from tests.support.scripted import DROPPED, ScriptedServer, reply


def create(api: Any) -> Any:
    return api.customers.create(name="Aurora")


def lines(caplog: pytest.LogCaptureFixture, server: ScriptedServer) -> list[tuple[str, str]]:
    """Return level and message, without the parts that differ between runs."""
    texts = [re.sub(r"\d+(\.\d+)? (ms|s)\b", r"N \2", message.replace(server.url, "")) for message in caplog.messages]
    return list(zip([record.levelname for record in caplog.records], texts, strict=True))


def test_one_record_for_each_attempt_and_each_retry(flavor: Flavor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "pivotal")
    with ScriptedServer(DROPPED, reply(500), reply(201, customer())) as server:
        flavor.call(server.url, create)
    tail = "pivotal_test_K8s9...)"
    assert lines(caplog, server) == [
        ("INFO", f"POST /api/v1/customers -> no response (APIConnectionError) in N ms (attempt 1, {tail}"),
        ("WARNING", "POST /api/v1/customers is retried in N s, after attempt 1"),
        ("INFO", f"POST /api/v1/customers -> 500 in N ms (attempt 2, {tail}"),
        ("WARNING", "POST /api/v1/customers is retried in N s, after attempt 2"),
        ("INFO", f"POST /api/v1/customers -> 201 in N ms (attempt 3, {tail}"),
    ]
    assert {record.name for record in caplog.records} == {"pivotal"}


@pytest.mark.parametrize(
    ("level", "log_bodies", "shown"), [(10, True, True), (10, False, False), (20, True, False), (20, False, False)]
)
def test_bodies_need_both_the_option_and_the_level(
    flavor: Flavor, caplog: pytest.LogCaptureFixture, level: int, log_bodies: bool, shown: bool
) -> None:
    caplog.set_level(level, "pivotal")
    with ScriptedServer(reply(201, customer(domain="seen.example"))) as server:
        flavor.call(server.url, create, log_bodies=log_bodies)
    assert ('{"name":"Aurora"}' in caplog.text) is shown
    assert ("seen.example" in caplog.text) is shown


@pytest.mark.parametrize("body", [b"\xff\xfe" * 10, b"x" * 1_000_000, b""], ids=["binary", "long", "empty"])
def test_any_body_can_be_logged(flavor: Flavor, caplog: pytest.LogCaptureFixture, body: bytes) -> None:
    caplog.set_level(logging.DEBUG, "pivotal")
    with ScriptedServer(reply(200, body)) as server, pytest.raises(PivotalError):
        flavor.call(server.url, create, log_bodies=True)
    assert len(caplog.text) < 10_000


def test_a_quiet_logger_gets_nothing(flavor: Flavor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "pivotal")
    with ScriptedServer(reply(500), reply(201, customer())) as server:
        flavor.call(server.url, create)
    assert caplog.messages == []


@pytest.mark.parametrize(("bodies", "shown"), [(False, False), (True, True)])
def test_queries_are_logged_only_with_bodies(
    flavor: Flavor, caplog: pytest.LogCaptureFixture, bodies: bool, shown: bool
) -> None:
    """A filter may contain private data, such as an e-mail address."""
    caplog.set_level(logging.DEBUG, "pivotal")
    query = {"extra_query": {"email": "ada@lovelace.example"}}
    with ScriptedServer(reply(500), reply(200, customer())) as server:
        flavor.call(server.url, lambda api: api.customers.get(1, options=query), log_bodies=bodies)
    assert ("lovelace" in caplog.text) is shown
    assert "lovelace" not in "".join(record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG)
