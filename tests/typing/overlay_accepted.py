# pyright: strict
"""A user's program on PivotalApi. It must pass mypy --strict and pyright; nothing runs it."""

import asyncio
from types import SimpleNamespace
from typing import Literal, assert_type

import httpx
import httpx2
from pivotal import (
    UNSET,
    ApiKey,
    AsyncPage,
    AsyncPages,
    AsyncPivotalApi,
    Attempt,
    Call,
    Customer,
    Hooks,
    KeyMode,
    Onboarding,
    Page,
    Phase,
    PivotalApi,
    RateLimit,
    Request,
    RequestOptions,
    Response,
    RetryPolicy,
    Timeout,
    UnsetType,
    errors,
    ids,
    models,
    stable_key,
)
from pivotal.models import (
    ContactCreatedEvent,
    CustomerHealthScoreDroppedEvent,
    Deleted,
    OnboardingLaunchedEvent,
    PhaseValue,
    WebhookPingEvent,
)
from pivotal.testing import WebhookDeliveries
from pivotal.webhooks import Event, Outcome, SeenEvents, SeenInSQLite, UnknownEvent, Webhooks


class Timing(Hooks):
    def attempt_ended(self, call: Call, attempt: Attempt) -> None:
        print(call.operation, attempt.number, attempt.seconds)


class AsyncTiming(Hooks):
    async def call_ended(self, call: Call) -> None:
        await asyncio.sleep(0)
        call.context["done"] = True


def make() -> PivotalApi:
    PivotalApi()
    PivotalApi(api_key=ApiKey("pivotal_test_K8s9"), require_mode="test", pacing=True)
    PivotalApi(proxy="http://localhost:3128", http2=True, http_client=httpx.Client())
    PivotalApi(http_client=httpx2.Client(), max_response_bytes=None)
    PivotalApi(transport=httpx2.HTTPTransport(), timeout=Timeout(total=20))
    AsyncPivotalApi(http_client=httpx2.AsyncClient(), max_response_bytes=1_000_000)
    AsyncPivotalApi(transport=httpx.AsyncHTTPTransport())
    return PivotalApi(api_key="k", timeout=Timeout(read=5), deadline=30, retries=RetryPolicy(4), hooks=[Timing()])


def use(pivotal: PivotalApi) -> None:
    customer = pivotal.customers.create(name="Aurora", plan=None, idempotency_key=stable_key("customer", 8842))
    assert_type(customer, Customer)
    for same in (customer, customer.id, customer.display_id, "https://my.pivotal.app/customers/245-aurora"):
        assert_type(pivotal.customers.get(same), Customer)
    assert_type(list(pivotal.customers.list(page_size=50, prefetch=True)), list[Customer])
    assert_type(pivotal.onboardings.list(phase=Phase.LAUNCH).first(), Onboarding | None)
    assert_type(pivotal.onboardings.list_for_customer(customer).to_list(max_items=5), list[Onboarding])
    pivotal.customers.update(customer, mrr=UNSET, options={"timeout": 5, "max_retries": 0})
    patient = pivotal.with_options(timeout=120, headers={"X-Team": "a"}, extra_query={"a": 1})
    assert_type(patient, PivotalApi)
    assert_type(patient.rate_limit, RateLimit | None)
    assert_type(pivotal.request("GET", "/api/v1/customers/count", query={"a": 1}), Response)
    assert_type(pivotal.me().organization.name, str)
    assert_type(ids.same_record(customer, 245), bool)
    ids.parse_id(SimpleNamespace(id="c1", display_id=1).id)


def name_public_types(pivotal: PivotalApi, plan: str | UnsetType | None, options: RequestOptions) -> Request:
    page: Page[Customer] = pivotal.customers.list(options=options)
    customer = page.data[0]
    deleted: Deleted = pivotal.customers.delete(customer)
    assert_type(deleted, models.Deleted)
    phase: PhaseValue = "launch"
    pivotal.onboardings.list(phase=phase)
    pivotal.customers.update(customer, plan=plan)
    mode: KeyMode = pivotal.mode
    assert mode == "test"
    return page.response.request


async def name_async_types(pivotal: AsyncPivotalApi) -> AsyncPage[Customer]:
    pages: AsyncPages[Customer] = pivotal.customers.list()
    return await pages


def fail(pivotal: PivotalApi) -> float | None:
    try:
        pivotal.me()
    except errors.SlugTakenError as error:
        assert_type(error.code, str | None)
    except errors.RateLimitError as error:
        return error.retry_after
    except errors.PivotalError as error:
        assert_type(error.message, str)
    return None


async def later() -> None:
    async with AsyncPivotalApi(api_key="k", hooks=[AsyncTiming(), Timing()]) as pivotal:
        assert_type(await pivotal.customers.get(1), Customer)
        assert_type([row async for row in pivotal.customers.list()], list[Customer])
        page = await pivotal.customers.list()
        assert_type(page.data, list[Customer])
        assert_type(await pivotal.with_options(deadline=None).request("GET", "/api/v1/x"), Response)


class SeenInTable:
    def claim(self, event_id: str) -> Literal["granted", "handled", "busy"]:
        return "granted"

    def confirm(self, event_id: str) -> None: ...

    def release(self, event_id: str) -> None: ...


def narrow(event: Event) -> str | UnsetType | None:
    if isinstance(event, OnboardingLaunchedEvent):
        assert_type(event.type, Literal["onboarding.launched"])
        return event.data.object.phase
    match event:
        case CustomerHealthScoreDroppedEvent():
            assert_type(event.data.object.health_score, float | UnsetType | None)
        case ContactCreatedEvent(data=data):
            assert_type(data.object.email, str | UnsetType | None)
        case WebhookPingEvent() | UnknownEvent():
            return event.type
        case _:
            assert_type(event.livemode, bool | UnsetType | None)
    return None


def receive(seen: SeenEvents | None) -> None:
    Webhooks("whsec_", seen=SeenInSQLite("seen.db"))
    webhooks = Webhooks(seen=SeenInTable(), max_body_bytes=5)

    @webhooks.on("onboarding.launched")
    def launched(event: OnboardingLaunchedEvent) -> int:
        return 5

    @webhooks.on("contact.created")
    async def created(event: ContactCreatedEvent) -> None:
        await asyncio.sleep(0)

    @webhooks.on("customer.created")
    @webhooks.on_other
    def other(event: Event) -> None: ...

    assert_type(launched(WebhookDeliveries().make_event("onboarding.launched")), int)
    webhooks.on("onboarding.launched")(lambda event: assert_type(event.data.object.phase, str | UnsetType | None))
    outcome = webhooks.handle(b"{}", [(b"svix-id", b"evt_1")])
    assert_type(outcome, Outcome)
    assert outcome.result == "duplicate"


async def receive_later(webhooks: Webhooks) -> None:
    assert_type((await webhooks.handle_async(b"{}", {})).status, int)
