# pyright: strict
"""A user's program. It must pass mypy --strict and pyright; nothing runs it."""

import asyncio
from datetime import UTC, date, datetime
from typing import assert_type

from pivotal_api import UNSET, AsyncClient, Client, HTTPOptions, Timeout, UnsetType, errors, models
from pivotal_runtime.http_messages import RequestOptions
from pivotal_runtime.pages import AsyncPage, Page


def sync(client: Client) -> None:
    customer = client.customers.get(42)
    assert_type(customer, models.Customer)
    assert_type(customer.mrr, int | None)
    assert_type(customer.created_at, datetime)
    client.customers.get("cl9")
    client.customers.get(customer)
    assert_type(client.customers.list(page_size=5, status="active"), Page[models.Customer])
    for row in client.customers.list():
        assert_type(row, models.Customer)
    assert_type(client.customers.list().first(), models.Customer | None)
    client.customers.update(customer, plan=None, mrr=UNSET, metadata={"a": 1})
    client.contacts.create(customer, name="Ada", email="ada@aurora.example", labels=("a", "b"))
    made = client.onboardings.create(customer_id=customer, phase="launch", started_at=datetime.now(UTC))
    assert_type(made.phase, models.Phase)
    assert_type(made.waiting_on_customer, bool | UnsetType)
    if made.waiting_on_customer is not UNSET:
        assert_type(made.waiting_on_customer, bool)
    client.onboardings.update(made, state=models.State("added_later"), target_launch_date=None)
    for launch in (date(2027, 1, 15), datetime.now(UTC), "2027-01-15"):
        assert_type(client.onboardings.update(made, target_launch_date=launch).target_launch_date, datetime | None)
    assert_type(client.contacts.delete(1).deleted, bool)
    assert_type(client.meta.me().api_key.scopes, list[str])
    options: RequestOptions = {"timeout": 5, "headers": {"x-trace": "1"}, "extra_body": {"new": None}}
    client.customers.create(name="Aurora", idempotency_key="k", options=options)


def failures(client: Client) -> str | None:
    try:
        client.customers.get(1)
    except errors.SlugTakenError as error:
        return error.code
    except errors.APIStatusError as error:
        assert_type(error.retry_after, float | None)
        return f"{error.status} {error.type} {error.field}"
    except errors.PivotalError as error:
        return error.message
    return None


async def later() -> None:
    async with AsyncClient(token="t", timeout=Timeout(read=5), http=HTTPOptions(http2=True)) as client:
        assert_type(await client.customers.get(1), models.Customer)
        assert_type(await client.customers.list(), AsyncPage[models.Customer])
        async for row in client.onboardings.list_for_customer(1, page_size=10):
            assert_type(row, models.Onboarding)
        assert_type(await client.contacts.list(1).to_list(max_items=3), list[models.Contact])


def models_alone(content: bytes) -> models.Customer:
    customer = models.Customer.from_json(content)
    return models.Customer.from_dict(customer.to_dict())


if __name__ == "__main__":
    with Client(token="pivotal_test_x", base_url="http://127.0.0.1:8000", timeout=None) as main:
        sync(main)
    asyncio.run(later())
