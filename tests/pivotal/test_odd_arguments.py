"""Arguments that nobody means: each is refused in one sentence, by the documented error, before anything is sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pivotal import ApiKey, Customer, PivotalApi, RetryPolicy, Timeout, ids, stable_key
from pivotal_api import Client

from tests.support.odd_values import VALUES, refused
from tests.support.samples import KEY, customer
from tests.support.scripted import ScriptedServer

CALLS: dict[str, Callable[[Any, Any], Any]] = {
    "id": lambda api, value: api.customers.get(value),
    "id in a body": lambda api, value: api.onboardings.create(customer_id=value),
    "query": lambda api, value: api.customers.list(status=value),
    "page_size": lambda api, value: api.customers.list(page_size=value),
    "body": lambda api, value: api.customers.create(name=value),
    "metadata": lambda api, value: api.customers.create(name="x", metadata={"a": [value]}),
    "options": lambda api, value: api.customers.list(options=value),
    "headers": lambda api, value: api.customers.list(options={"headers": value}),
    "header": lambda api, value: api.customers.list(options={"headers": {"X-A": value}}),
    "extra_query": lambda api, value: api.customers.list(options={"extra_query": value}),
    "extra_body": lambda api, value: api.customers.create(name="x", options={"extra_body": value}),
    "timeout": lambda api, value: api.customers.list(options={"timeout": value}),
}
LOCAL: dict[str, Callable[[Any], Any]] = {
    "from_json": Customer.from_json,
    "from_dict": Customer.from_dict,
    "a field": lambda value: Customer.from_dict(customer(display_id=value)),
    "a time": lambda value: Customer.from_dict(customer(created_at=value)),
    "parse_id": ids.parse_id,
    "owner": lambda value: ids.parse_id("https://my.pivotal.app/customers/1", value),
    "id_kind": ids.id_kind,
    "same_record": lambda value: ids.same_record(value, 1),
    "same_record, value": lambda value: ids.same_record(Customer.from_dict(customer()), value),
    "stable_key": lambda value: stable_key(value),
    "max_retries": lambda value: RetryPolicy(value),
    "backoff": lambda value: RetryPolicy(backoff=value),
    "Timeout": lambda value: Timeout.of(Timeout(total=value)),
    "ApiKey": ApiKey,
    "require_mode": lambda value: ApiKey(KEY, require_mode=value),
    "deadline": lambda value: PivotalApi(api_key=KEY, deadline=value),
    "base_url": lambda value: PivotalApi(api_key=KEY, base_url=value),
    "max_response_bytes": lambda value: PivotalApi(api_key=KEY, max_response_bytes=value),
    "hooks": lambda value: PivotalApi(api_key=KEY, hooks=value),
    "proxy": lambda value: PivotalApi(api_key=KEY, proxy=value),
    "base_url of a plain client": lambda value: Client(token=KEY, base_url=value),
    "http of a plain client": lambda value: Client(token=KEY, base_url="http://127.0.0.1:1", http=value),
}
# Values of the right type: a number may have many digits, and a time be far away.
ACCEPTED = {
    ("max_retries", "huge"),
    ("max_response_bytes", "huge"),
    ("stable_key", "half a surrogate pair"),
    ("a field", "huge"),
    ("a field", "-huge"),
    ("a time", "before the first day"),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("kind", [PivotalApi, Client])
def test_nothing_is_sent(kind: Any, name: str, loopback: ScriptedServer) -> None:
    options: Any = {"token": KEY} if kind is Client else {"api_key": KEY}
    with kind(base_url=loopback.url, **options) as api:
        for call in CALLS.values():
            refused(partial(call, api, VALUES[name]))
    assert loopback.requests == []


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("place", LOCAL)
def test_values_that_are_only_read(place: str, name: str) -> None:
    if (place, name) in ACCEPTED:
        LOCAL[place](VALUES[name])
    else:
        refused(lambda: LOCAL[place](VALUES[name]))
