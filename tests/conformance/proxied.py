"""The SDK calls every operation of the sandbox through Prism, which reports violations of the contract.

`make conformance` installs Prism, so pytest doesn't collect this file by its name.
"""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from pivotal import AsyncPivotalApi, Phase, PivotalApi, State
from pivotal.errors import (
    APIStatusError,
    AuthenticationError,
    EmailTakenError,
    IdempotencyKeyReusedError,
    InvalidRequestError,
    NotFoundError,
    ServerError,
    SlugTakenError,
)
from pivotal.sandbox import Fault, Sandbox

from contract_diff.core.yaml_files import parse_yaml
from scripts.contract import operations
from scripts.project import CONTRACT
from tests.conformance.proxy import Watch, prism

KEY = "pivotal_test_conformance"
NOBODY = "cl9bn00of0000g7l8gcq8c4xk"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(rate_limit=None)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def url(sandbox: Sandbox) -> Iterator[str]:
    with sandbox.serve() as upstream, prism(upstream) as url:
        yield url


@pytest.fixture(scope="module")
def seen() -> Iterator[set[str]]:
    """The operations that the tests of this file called; at the end they must be all."""
    seen: set[str] = set()
    yield seen
    contract = parse_yaml(CONTRACT.read_bytes(), CONTRACT.name)
    assert seen >= {operation["operationId"] for _, _, operation in operations(contract)}


@pytest.fixture
def watch(sandbox: Sandbox, seen: set[str]) -> Iterator[Watch]:
    sandbox.reset()
    watch = Watch()
    yield watch
    seen |= watch.operations


@pytest.fixture
def pivotal(url: str, watch: Watch) -> Iterator[PivotalApi]:
    """A client behind the proxy; the test fails if the proxy reports a violation."""
    with PivotalApi(api_key=KEY, base_url=url, max_retries=0, hooks=[watch]) as pivotal:
        yield pivotal
    assert watch.violations == []


def test_identity_and_liveness(pivotal: PivotalApi) -> None:
    assert pivotal.me().api_key.prefix == "pivotal_test_conf"
    assert pivotal.health().status == "ok"


def test_customers(pivotal: PivotalApi) -> None:
    created = pivotal.customers.create(
        name="Aurora", plan="growth", mrr=125_000, monthly_orders=None, metadata={"deal": {"id": 8842}}
    )
    assert pivotal.customers.get(created.id) == pivotal.customers.get(created.display_id) == created
    changed = pivotal.customers.update(created.display_id, name="Aurora Foods", plan=None, mrr=None)
    assert (changed.name, changed.plan, changed.mrr, changed.slug) == ("Aurora Foods", None, None, "aurora")
    assert pivotal.customers.update(created.id, slug=None).slug is None
    assert pivotal.customers.delete(created.id).display_id == created.display_id
    assert pivotal.customers.delete(created.display_id).deleted
    with pytest.raises(NotFoundError):
        pivotal.customers.get(created)


def test_contacts(pivotal: PivotalApi) -> None:
    customer = pivotal.customers.create(name="Aurora")
    created = pivotal.contacts.create(
        customer, name="Ada", email="Ada@Aurora.example", title="CTO", is_primary=True, labels=["launch", ""]
    )
    assert pivotal.contacts.get(created.id) == pivotal.contacts.get(created.display_id) == created
    changed = pivotal.contacts.update(created.display_id, title=None, labels=[])
    assert (changed.title, changed.labels, changed.email) == (None, [], "ada@aurora.example")
    assert pivotal.contacts.update(created.id, email="ada@elsewhere.example").email == "ada@elsewhere.example"
    assert pivotal.contacts.delete(created.display_id).id == created.id


def test_onboardings(pivotal: PivotalApi) -> None:
    customer = pivotal.customers.create(name="Aurora")
    created = pivotal.onboardings.create(customer_id=customer, target_launch_date="2027-01-15", notes="Kick-off held.")
    assert pivotal.onboardings.get(created.id) == pivotal.onboardings.get(created.display_id) == created
    waiting = pivotal.onboardings.update(
        created.display_id, waiting_on_customer=True, notes=None, target_launch_date=None
    )
    assert (waiting.state, waiting.notes, waiting.target_launch_date) == (State.WAITING, None, None)
    for phase in Phase:
        assert pivotal.onboardings.update(created.id, phase=phase).phase == phase
    started = pivotal.onboardings.update(created.id, started_at="2026-12-01T08:00:00+01:00", completed_at=None)
    assert (started.completed_at, started.started_at is None) == (None, False)
    assert pivotal.onboardings.delete(created.id).deleted


def test_lists_are_paged_and_filtered(pivotal: PivotalApi) -> None:
    customers = [pivotal.customers.create(name=f"Customer {n}", status=("active", "churned")[n % 2]) for n in range(5)]
    last = customers[-1]
    newest = [customer.id for customer in reversed(customers)]
    assert [customer.id for customer in pivotal.customers.list(page_size=2)] == newest
    assert [customer.id for customer in pivotal.customers.list(page_size=2, status="active")] == newest[::2]
    assert [customer.id for customer in pivotal.customers.list(slug="customer-3")] == [customers[3].id]
    for number in range(3):
        pivotal.contacts.create(last, name="Ada", email=f"ada{number}@aurora.example")
        pivotal.onboardings.create(customer_id=last.id, phase="launch", state=State.AT_RISK)
    pivotal.onboardings.create(customer_id=customers[0].display_id)
    assert len(list(pivotal.contacts.list(last, page_size=1))) == 3
    assert len(list(pivotal.onboardings.list_for_customer(last.display_id, page_size=2))) == 3
    assert len(list(pivotal.onboardings.list(page_size=3))) == 4
    for filters in ({"customer_id": last}, {"state": "at_risk"}, {"phase": Phase.LAUNCH}):
        assert len(list(pivotal.onboardings.list(page_size=2, **filters))) == 3


REJECTED: dict[str, Callable[[PivotalApi], object]] = {
    "name": lambda pivotal: pivotal.customers.create(name=""),
    "slug": lambda pivotal: pivotal.customers.update(pivotal.customers.create(name="A"), slug=""),
    "email": lambda pivotal: pivotal.contacts.create(pivotal.customers.create(name="A"), name="A", email="a"),
    "limit": lambda pivotal: pivotal.request("GET", "/api/v1/onboardings", query={"limit": "101"}),
}


@pytest.mark.parametrize("field", REJECTED)
def test_a_value_that_only_the_server_rejects_is_a_400(pivotal: PivotalApi, field: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        REJECTED[field](pivotal)
    assert (caught.value.status, caught.value.field) == (400, field)


def test_a_revoked_key_is_a_401(pivotal: PivotalApi, sandbox: Sandbox) -> None:
    sandbox.keys.revoke(KEY)
    for call in (pivotal.me, pivotal.customers.list):
        with pytest.raises(AuthenticationError) as caught:
            call()
        assert caught.value.code == "api_key_revoked"


def test_a_missing_object_is_a_404(pivotal: PivotalApi) -> None:
    for resource in (pivotal.customers, pivotal.contacts, pivotal.onboardings):
        for missing in (NOBODY, 999_999):
            for call in (resource.get, resource.update, resource.delete):
                with pytest.raises(NotFoundError):
                    call(missing)
    for call in (pivotal.contacts.list, pivotal.onboardings.list_for_customer):
        with pytest.raises(NotFoundError):
            call(NOBODY).first()
    with pytest.raises(NotFoundError):
        pivotal.onboardings.create(customer_id=NOBODY)


def test_a_taken_value_is_a_409(pivotal: PivotalApi) -> None:
    first, second = (pivotal.customers.create(name=name) for name in ("Aurora", "Borealis"))
    with pytest.raises(SlugTakenError):
        pivotal.customers.create(name="Aurora")
    with pytest.raises(SlugTakenError):
        pivotal.customers.update(second, slug=first.slug)
    pivotal.contacts.create(first, name="Ada", email="ada@aurora.example")
    with pytest.raises(EmailTakenError):
        pivotal.contacts.create(first, name="Grace", email="ADA@aurora.example")


def test_idempotency_keys(pivotal: PivotalApi) -> None:
    created = pivotal.customers.create(name="Aurora", idempotency_key="deal-8842")
    assert pivotal.customers.create(name="Aurora", idempotency_key="deal-8842") == created
    with pytest.raises(IdempotencyKeyReusedError):
        pivotal.customers.create(name="Borealis", idempotency_key="deal-8842")


def test_the_async_client(url: str, watch: Watch) -> None:
    async def journey() -> None:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, max_retries=0, hooks=[watch]) as pivotal:
            customer = await pivotal.customers.create(name="Aurora")
            await pivotal.contacts.create(customer, name="Ada", email="ada@aurora.example")
            onboarding = await pivotal.onboardings.create(customer_id=customer)
            await pivotal.onboardings.update(onboarding, phase=Phase.LAUNCH, notes=None)
            assert [item.id async for item in pivotal.onboardings.list(phase="launch")] == [onboarding.id]
            await pivotal.customers.delete(customer)

    asyncio.run(journey())
    assert watch.violations == []


def test_a_response_that_violates_the_contract_is_reported(url: str, watch: Watch, sandbox: Sandbox) -> None:
    json_content = {"content-type": "application/json"}
    sandbox.faults.add(Fault(operation="get-me", status=200, body='{"object": "me"}', headers=json_content))
    with PivotalApi(api_key=KEY, base_url=url, max_retries=0, hooks=[watch]) as pivotal, pytest.raises(ServerError):
        pivotal.me()
    assert any("must have required property" in violation for violation in watch.violations)


def test_a_request_that_violates_the_contract_is_reported(url: str, watch: Watch) -> None:
    with PivotalApi(api_key=KEY, base_url=url, max_retries=0, hooks=[watch]) as pivotal, pytest.raises(APIStatusError):
        pivotal.request("POST", "/api/v1/customers", body={"name": 1})
    assert any("name must be string" in violation for violation in watch.violations)
