from typing import Any

import pytest
from pivotal.sandbox import Clock

from tests.overlays.sandbox.support import Api


@pytest.fixture
def created(api: Api) -> Any:
    return api.onboarding(api.customer())


def test_documented_defaults(created: Any) -> None:
    assert (created["phase"], created["state"]) == ("before_getting_started", "active")
    assert created["waiting_on_customer"] is False
    assert created["started_at"] is created["completed_at"] is created["target_launch_date"] is None


@pytest.mark.parametrize("name", ["id", "display_id"])
def test_a_customer_is_named_by_either_id(api: Api, name: str) -> None:
    customer = api.customer()
    created = api.post("/onboardings", customer_id=str(customer[name]))
    assert created["customer_id"] == customer["id"]
    assert api.get(f"/onboardings?customer_id={customer[name]}")["data"] == [created]
    assert api.get(f"/customers/{customer[name]}/onboardings")["data"] == [created]


def test_times_follow_the_phase(api: Api, clock: Clock, created: Any) -> None:
    path = f"/onboardings/{created['id']}"
    started = api.patch(path, phase="review")
    assert (started["started_at"], started["completed_at"]) == ("2026-03-01T12:00:00.000Z", None)
    clock.advance(3600)
    done = api.patch(path, phase="completed")
    assert (done["started_at"], done["completed_at"]) == (started["started_at"], "2026-03-01T13:00:00.000Z")
    assert api.patch(path, phase="completed", completed_at=None)["completed_at"] is None


def test_waiting_is_derived_and_the_previous_state_comes_back(api: Api, created: Any) -> None:
    path = f"/onboardings/{created['id']}"

    def patch(**body: Any) -> tuple[str, bool]:
        changed = api.patch(path, **body)
        return changed["state"], changed["waiting_on_customer"]

    assert patch(state="at_risk") == ("at_risk", False)
    assert patch(waiting_on_customer=True) == ("waiting", True)
    assert patch(notes="x") == ("waiting", True)
    assert patch(waiting_on_customer=False) == ("at_risk", False)
    assert patch(state="waiting") == ("waiting", True)
    assert patch(state="paused") == ("paused", False)
    assert patch(state="active", waiting_on_customer=True) == ("waiting", True)
    assert patch(waiting_on_customer=False) == ("active", False)
    assert patch(state="waiting", waiting_on_customer=False) == ("active", False)


def test_filters(api: Api) -> None:
    customer = api.customer()
    waiting = api.onboarding(customer, waiting_on_customer=True, phase="launch")
    risky = api.onboarding(customer, state="at_risk", phase="launch")
    calm = api.onboarding(api.customer("Other"), phase="review")

    def ids(query: str) -> list[str]:
        return [row["id"] for row in api.get(f"/onboardings?{query}")["data"]]

    assert ids("state=waiting") == [waiting["id"]]
    assert ids("phase=launch") == [risky["id"], waiting["id"]]
    assert ids("phase=launch&state=at_risk") == [risky["id"]]
    assert ids(f"customer_id={customer['id']}&state=active") == []
    assert ids("state=active") == [calm["id"]]
    assert ids("customer_id=nobody") == ids("customer_id=12345") == []


@pytest.mark.parametrize("name", ["state", "phase"])
def test_a_filter_outside_the_enum_is_rejected(api: Api, name: str) -> None:
    assert api.fails(400, "invalid_enum_value", "GET", f"/onboardings?{name}=happy")["field"] == name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-05-01", "2026-05-01T00:00:00.000Z"),
        ("2026-05-01T09:00:00Z", "2026-05-01T09:00:00.000Z"),
        ("2026-05-01T09:00:00.5+02:00", "2026-05-01T07:00:00.500Z"),
        (None, None),
    ],
)
def test_launch_dates_are_returned_in_utc(api: Api, created: Any, sent: str | None, kept: str | None) -> None:
    changed = api.patch(f"/onboardings/{created['id']}", target_launch_date=sent)
    assert changed["target_launch_date"] == kept


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"customer_id": None}, "invalid_type", "customer_id"),
        ({"customer_id": 1}, "invalid_type", "customer_id"),
        ({"phase": "started"}, "invalid_enum_value", "phase"),
        ({"phase": None}, "invalid_type", "phase"),
        ({"state": "happy"}, "invalid_enum_value", "state"),
        ({"waiting_on_customer": "yes"}, "invalid_type", "waiting_on_customer"),
        ({"started_at": "soon"}, "invalid_string", "started_at"),
        ({"started_at": "2026-05-01T09:00:00"}, "invalid_string", "started_at"),
        ({"started_at": "0001-01-01T00:00:00+05:00"}, "invalid_string", "started_at"),
        ({"target_launch_date": "next week"}, "invalid_string", "target_launch_date"),
        ({"target_launch_date": 5}, "invalid_type", "target_launch_date"),
    ],
)
def test_an_invalid_body_names_the_field(api: Api, body: dict[str, Any], code: str, field: str) -> None:
    customer = api.customer()
    whole = {"customer_id": customer["id"], **body}
    assert api.fails(400, code, "POST", "/onboardings", whole)["field"] == field


def test_a_customer_is_required_and_must_exist(api: Api) -> None:
    assert api.fails(400, "missing_field", "POST", "/onboardings", {})["field"] == "customer_id"
    api.fails(404, "customer_not_found", "POST", "/onboardings", {"customer_id": "acme"})


def test_an_update_cannot_move_an_onboarding_to_another_customer(api: Api, created: Any) -> None:
    body = {"customer_id": api.customer("Other")["id"], "notes": "x"}
    assert api.patch(f"/onboardings/{created['id']}", **body)["customer_id"] == created["customer_id"]
    assert api.patch(f"/onboardings/{created['id']}", customer_id=1)["customer_id"] == created["customer_id"]


def test_a_deleted_onboarding_is_gone(api: Api, created: Any) -> None:
    path = f"/onboardings/{created['id']}"
    assert api.delete(path) == api.delete(path)
    api.fails(404, "onboarding_not_found", "GET", path)
    api.fails(404, "onboarding_not_found", "PATCH", path, {"notes": "x"})
    assert api.get("/onboardings")["data"] == []
