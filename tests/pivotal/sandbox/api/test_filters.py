"""Filters of lists: each query parameter of the contract that has the name of a property."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from pivotal.sandbox import Sandbox
from pivotal_api.contract import load_description
from pivotal_runtime.description import Description, decode_description

from tests.pivotal.sandbox.support import Api

STEWARD = {"name": "steward", "schema": {"types": ["string"], "nullable": True, "enum": ["ann", "o'hara"]}}


def with_steward() -> Description:
    """Return the contract with a property `steward` of customers, and a filter for it."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(load_description()))
    document["schemas"]["Customer"]["fields"].append({**STEWARD, "required": True})
    for operation in document["operations"]:
        if operation["id"] in ("create-customer", "update-customer"):
            operation["body"]["fields"].append(STEWARD)
        if operation["id"] == "list-customers":
            operation["parameters"].append({**STEWARD, "location": "query"})
    return decode_description(msgspec.json.encode(document))


def names(api: Api, query: str) -> list[str]:
    return [row["name"] for row in api.walk(f"/customers?{query}", limit=1)]


@pytest.fixture
def owned() -> Api:
    return Api(Sandbox(rate_limit=None, contract=with_steward()))


def test_a_new_filter_selects_pages_and_validates(owned: Api) -> None:
    for number, steward in enumerate(["ann", "o'hara", "ann", None]):
        owned.customer(f"C{number}", steward=steward, status="active" if number else "onboarding")
    assert names(owned, "steward=ann") == ["C2", "C0"]
    assert names(owned, "steward=o'hara") == ["C1"]
    assert names(owned, "steward=ann&status=active") == ["C2"]
    assert names(owned, "") == ["C3", "C2", "C1", "C0"]
    assert owned.fails(400, "invalid_enum_value", "GET", "/customers?steward=bob")["field"] == "steward"


def test_a_new_filter_follows_changes_and_deletions(owned: Api) -> None:
    path = f"/customers/{owned.customer('A', steward='ann')['id']}"
    owned.patch(path, steward="o'hara")
    assert (names(owned, "steward=ann"), names(owned, "steward=o'hara")) == ([], ["A"])
    owned.delete(path)
    assert names(owned, "steward=o'hara") == []


def test_a_parameter_that_the_contract_lacks_is_ignored(api: Api) -> None:
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


def test_a_filter_on_a_file_needs_no_new_column(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "data.db", contract=with_steward())
    Api(sandbox).customer("A", steward="ann")
    sandbox.close()
    assert names(Api(Sandbox(tmp_path / "data.db", contract=with_steward())), "steward=ann") == ["A"]


def test_without_the_new_contract_a_file_keeps_the_new_property(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "data.db", contract=with_steward())
    created = Api(sandbox).customer("A", steward="ann")
    sandbox.close()
    older = Sandbox(tmp_path / "data.db")
    Api(older).patch(f"/customers/{created['id']}", plan="growth")
    older.close()
    assert names(Api(Sandbox(tmp_path / "data.db", contract=with_steward())), "steward=ann") == ["A"]
