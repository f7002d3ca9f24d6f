import json

import pytest
from pivotal.sandbox import Clock, Sandbox

from tests.overlays.sandbox.support import Api


def dump(sandbox: Sandbox) -> str:
    api = Api(sandbox)
    customers = api.walk("/customers")
    contacts = [row for customer in customers for row in api.walk(f"/customers/{customer['id']}/contacts")]
    return json.dumps([customers, contacts, api.walk("/onboardings")])


def seeded(customers: int, seed: int) -> Sandbox:
    sandbox = Sandbox(rate_limit=None)
    sandbox.seed(customers=customers, seed=seed)
    return sandbox


def test_a_seed_decides_every_byte() -> None:
    assert dump(seeded(40, 7)) == dump(seeded(40, 7)) != dump(seeded(40, 8))


def test_seeded_data_obeys_the_rules_of_the_api() -> None:
    sandbox = seeded(300, 1)
    api = Api(sandbox)
    customers = api.walk("/customers")
    assert {row["display_id"] for row in customers} == set(range(1, 301))
    assert len({row["slug"] for row in customers}) == 300
    for customer in customers[:50]:
        contacts = api.walk(f"/customers/{customer['id']}/contacts")
        assert [row["is_primary"] for row in contacts].count(True) == 1
        assert len({row["email"] for row in contacts}) == len(contacts)
    onboardings = api.walk("/onboardings")
    assert {row["state"] for row in onboardings} == {"active", "paused", "at_risk", "waiting"}
    assert all((row["state"] == "waiting") == row["waiting_on_customer"] for row in onboardings)
    assert all((row["phase"] == "completed") == (row["completed_at"] is not None) for row in onboardings)


def test_objects_created_after_seeding_are_newer_and_continue_the_display_ids(clock: Clock) -> None:
    sandbox = Sandbox(clock=clock, rate_limit=None)
    counts = sandbox.seed(customers=20)
    api = Api(sandbox)
    created = api.customer("Mine")
    assert created["display_id"] == counts.customers + counts.contacts + counts.onboardings + 1
    assert api.get("/customers?limit=1")["data"] == [created]


def test_only_an_empty_workspace_can_be_seeded(api: Api) -> None:
    api.delete(f"/customers/{api.customer()['id']}")
    with pytest.raises(ValueError, match="reset it"):
        api.sandbox.seed()
    api.sandbox.reset()
    assert api.sandbox.seed(customers=0).customers == 0
    with pytest.raises(ValueError, match="-1"):
        api.sandbox.seed(customers=-1)
