"""A list filter is one row on its resource: these tests add rows that the API does not have."""

from pathlib import Path

import pytest
from attrs import evolve
from pivotal.sandbox import Sandbox
from pivotal.sandbox._api import customers, onboardings
from pivotal.sandbox._api.filters import Filter
from pivotal.sandbox._api.resources import CUSTOMER, ONBOARDING
from pivotal.sandbox._api.validation import Field, one_of, string

from tests.overlays.sandbox.support import Api


def names(api: Api, query: str) -> list[str]:
    return [row["name"] for row in api.walk(f"/customers?{query}", limit=1)]


@pytest.fixture
def with_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adds a field `owner` to customers, and a filter for it: two rows."""
    resource = evolve(
        CUSTOMER,
        fields=(*CUSTOMER.fields, Field("owner", string, nullable=True)),
        filters=(*CUSTOMER.filters, Filter("owner", one_of(("ann", "o'hara")))),
    )
    monkeypatch.setattr(customers, "CUSTOMER", resource)


@pytest.mark.usefixtures("with_owner")
def test_a_new_filter_selects_pages_and_validates(api: Api) -> None:
    for number, owner in enumerate(["ann", "o'hara", "ann", None]):
        api.customer(f"C{number}", owner=owner, status="active" if number else "onboarding")
    assert names(api, "owner=ann") == ["C2", "C0"]
    assert names(api, "owner=o'hara") == ["C1"]
    assert names(api, "owner=ann&status=active") == ["C2"]
    assert names(api, "") == ["C3", "C2", "C1", "C0"]
    assert api.fails(400, "invalid_enum_value", "GET", "/customers?owner=bob")["field"] == "owner"


@pytest.mark.usefixtures("with_owner")
def test_a_new_filter_follows_changes_and_deletions(api: Api) -> None:
    path = f"/customers/{api.customer('A', owner='ann')['id']}"
    api.patch(path, owner="o'hara")
    assert (names(api, "owner=ann"), names(api, "owner=o'hara")) == ([], ["A"])
    api.delete(path)
    assert names(api, "owner=o'hara") == []


def test_without_its_row_a_parameter_is_ignored(api: Api) -> None:
    api.customer("A", plan="growth")
    assert names(api, "plan=starter") == ["A"]


def test_a_filter_by_reference_accepts_both_ids(api: Api) -> None:
    customer = api.customer("A")
    onboarding = api.onboarding(customer)
    api.onboarding(api.customer("B"))
    for id in (customer["id"], customer["display_id"]):
        assert api.get(f"/onboardings?customer_id={id}")["data"] == [onboarding]
    for id in (onboarding["display_id"], 999, "nobody", ""):
        assert api.get(f"/onboardings?customer_id={id}")["data"] == []


def test_the_first_invalid_filter_is_reported_before_the_page(api: Api) -> None:
    assert api.fails(400, "invalid_enum_value", "GET", "/onboardings?limit=x&phase=x&state=x")["field"] == "state"
    assert api.fails(400, "invalid_enum_value", "GET", "/onboardings?limit=x&phase=x")["field"] == "phase"


@pytest.mark.usefixtures("with_owner")
def test_a_filter_on_a_file_needs_no_new_column(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "data.db")
    Api(sandbox).customer("A", owner="ann")
    sandbox.close()
    assert names(Api(Sandbox(tmp_path / "data.db")), "owner=ann") == ["A"]


def test_filters_are_read_from_the_resource_alone(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onboardings, "ONBOARDING", evolve(ONBOARDING, filters=()))
    api.onboarding(api.customer())
    assert len(api.get("/onboardings?state=paused&phase=x")["data"]) == 1
