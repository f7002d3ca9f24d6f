"""The sandbox's tables of fields against the contract's schemas of bodies."""

import re

import pytest
from pivotal.sandbox._api.handlers import HANDLERS
from pivotal.sandbox._api.resources import CONTACT, CUSTOMER, ONBOARDING, PHASES, STATES, Resource
from pivotal.sandbox._api.routes import ROUTES
from pivotal.sandbox._api.validation import Field

from tests.pivotal.sandbox import contract
from tests.pivotal.sandbox.support import Api

BODIES = [
    ("CustomerCreate", CUSTOMER),
    ("CustomerUpdate", CUSTOMER),
    ("ContactCreate", CONTACT),
    ("ContactUpdate", CONTACT),
    ("OnboardingCreate", ONBOARDING),
    ("OnboardingUpdate", ONBOARDING),
]


def sent_fields(schema: str, resource: Resource) -> list[Field]:
    creation = schema.endswith("Create")
    return [field for field in resource.fields if creation or not field.creation_only]


@pytest.mark.parametrize(("schema", "resource"), BODIES)
def test_bodies_have_the_properties_of_the_contract(schema: str, resource: Resource) -> None:
    properties = contract.spec()["components"]["schemas"][schema]["properties"]
    fields = sent_fields(schema, resource)
    assert {field.name for field in fields} == set(properties)
    nullable = {name for name, property in properties.items() if "null" in str(property)}
    assert {field.name for field in fields if field.nullable} == nullable


@pytest.mark.parametrize(("schema", "resource"), BODIES)
def test_creations_require_the_properties_that_the_contract_requires(schema: str, resource: Resource) -> None:
    required = contract.spec()["components"]["schemas"][schema].get("required", [])
    if schema.endswith("Create"):
        assert {field.name for field in resource.fields if field.required} == set(required)
    else:
        assert required == []


@pytest.mark.parametrize(("schema", "resource"), BODIES)
def test_defaults_match_the_contract(schema: str, resource: Resource) -> None:
    fields = sent_fields(schema, resource)
    values = {field.name: field.default for field in fields if field.shown and not field.required}
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    required = {field.name: "a@b.co" for field in fields if field.required}
    contract.validator(f"#/components/schemas/{schema}").validate({**values, **required})


LISTS = {"list-customers": CUSTOMER, "list-onboardings": ONBOARDING, "list-customer-contacts": CONTACT}


@pytest.mark.parametrize("operation_id", LISTS)
def test_lists_have_the_filters_of_the_contract(operation_id: str) -> None:
    operations = [operation for item in contract.spec()["paths"].values() for operation in item.values()]
    (operation,) = (operation for operation in operations if operation["operationId"] == operation_id)
    parameters = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
    filters = {filter.name for filter in LISTS[operation_id].filters}
    assert filters == parameters - {"limit", "cursor"}


def test_routes_are_those_of_the_contract() -> None:
    routes = [(route.id, route.method, route.path) for route in ROUTES]
    assert sorted(routes) == sorted(contract.operations())
    assert set(HANDLERS) == {route.id for route in ROUTES}


def test_enums_are_those_of_the_contract() -> None:
    schemas = contract.spec()["components"]["schemas"]
    assert tuple(schemas["OnboardingPhase"]["enum"]) == PHASES
    assert tuple(schemas["OnboardingState"]["enum"]) == STATES


@pytest.mark.parametrize("limit", ["1", "9", "10", "99", "100", "101", "0", "00", "007", "0100", "-1", "1.0", "", "1x"])
def test_a_limit_is_accepted_if_the_decision_allows_it(api: Api, limit: str) -> None:
    parameters = contract.spec()["paths"]["/api/v1/customers"]["get"]["parameters"]
    (pattern,) = (parameter["schema"]["pattern"] for parameter in parameters if parameter["name"] == "limit")
    accepted = re.search(pattern, limit) is not None
    assert api.call("GET", f"/customers?limit={limit}").status == (200 if accepted else 400)
