"""The sandbox's tables of fields against the contract's schemas of bodies."""

import re

import pytest
from pivotal.sandbox._api.resources import CONTACT, CUSTOMER, METADATA, ONBOARDING, PHASES, STATES, Resource

from tests.overlays.sandbox import contract
from tests.overlays.sandbox.support import Api

BODIES = [
    ("CustomerCreate", CUSTOMER, {METADATA.name}),
    ("CustomerUpdate", CUSTOMER, {METADATA.name}),
    ("ContactCreate", CONTACT, set()),
    ("ContactUpdate", CONTACT, set()),
    ("OnboardingCreate", ONBOARDING, {"customer_id"}),
    ("OnboardingUpdate", ONBOARDING, set()),
]


@pytest.mark.parametrize(("schema", "resource", "more"), BODIES)
def test_what_can_be_written_is_what_the_contract_says(schema: str, resource: Resource, more: set[str]) -> None:
    properties = contract.spec()["components"]["schemas"][schema]["properties"]
    assert {field.name for field in resource.fields} | more == set(properties)
    nullable = {name for name, each in properties.items() if "null" in str(each)}
    assert {field.name for field in resource.fields if field.nullable} == nullable


@pytest.mark.parametrize(("schema", "resource", "more"), BODIES)
def test_defaults_obey_the_contract(schema: str, resource: Resource, more: set[str]) -> None:
    values = {field.name: field.default for field in resource.fields if field.name not in resource.required}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    required = dict.fromkeys((*resource.required, *more - {METADATA.name}), "a@b.co")
    contract.validator(f"#/components/schemas/{schema}").validate({**values, **required})


def test_enums_are_those_of_the_contract() -> None:
    schemas = contract.spec()["components"]["schemas"]
    assert tuple(schemas["OnboardingPhase"]["enum"]) == PHASES
    assert tuple(schemas["OnboardingState"]["enum"]) == STATES


@pytest.mark.parametrize("limit", ["1", "9", "10", "99", "100", "101", "0", "00", "007", "0100", "-1", "1.0", "", "1x"])
def test_a_limit_is_accepted_where_the_decision_says_so(api: Api, limit: str) -> None:
    parameters = contract.spec()["paths"]["/api/v1/customers"]["get"]["parameters"]
    (pattern,) = (one["schema"]["pattern"] for one in parameters if one["name"] == "limit")
    accepted = re.search(pattern, limit) is not None
    assert api.call("GET", f"/customers?limit={limit}").status == (200 if accepted else 400)
