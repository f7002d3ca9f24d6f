"""A source's own names for the contract's schemas are recognised by where they stand."""

import ast
from typing import Any

from scripts.openapi.alignment import aligned
from scripts.openapi.dialect import canonical
from tests.scripts.dialects import fragment

PREFIX = "#/components/schemas/"


def renamed(contract: dict[str, Any], name: str, names: dict[str, str]) -> dict[str, Any]:
    text = repr(fragment(contract, name))
    for ours, theirs in names.items():
        text = text.replace(f"{PREFIX}{ours}'", f"{PREFIX}{theirs}'").replace(f"'{ours}':", f"'{theirs}':")
    document: dict[str, Any] = ast.literal_eval(text)
    return document


def names_of(document: dict[str, Any], contract: dict[str, Any]) -> set[str]:
    return set(aligned(canonical(document), contract)["components"]["schemas"])


def test_bodies_and_what_they_hold(contract: dict[str, Any]) -> None:
    document = renamed(
        contract, "list-customers", {"CustomerList": "ListResponse", "Customer": "Row", "ErrorError": "Fault"}
    )
    assert names_of(document, contract) == names_of(fragment(contract, "list-customers"), contract)


def test_an_enum_by_its_values(contract: dict[str, Any]) -> None:
    document = fragment(contract, "list-onboardings")
    onboarding = document["components"]["schemas"]["Onboarding"]["properties"]
    onboarding["phase"] = {"type": "string"}
    assert "OnboardingPhase" in names_of(document, contract)


def test_an_enum_with_other_values_is_another(contract: dict[str, Any]) -> None:
    document = fragment(contract, "list-onboardings")
    name = "ApiV1OnboardingsGetParametersState"
    document["components"]["schemas"][name]["enum"].remove("waiting")
    assert {name, "OnboardingState"} <= names_of(document, contract)


def test_a_known_name_in_another_place_is_a_change(contract: dict[str, Any]) -> None:
    document = fragment(contract, "create-customer")
    path = document["paths"]["/api/v1/customers"]["post"]
    path["requestBody"]["content"]["application/json"]["schema"]["$ref"] = f"{PREFIX}Customer"
    found = aligned(canonical(document), contract)
    body = found["paths"]["/api/v1/customers"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": f"{PREFIX}Customer"}


def test_schemas_of_one_shape_are_one(contract: dict[str, Any]) -> None:
    document = fragment(contract, "delete-contact")
    other = renamed(contract, "delete-customer", {"Deleted": "CustomerDeleted"})
    document = renamed(contract, "delete-contact", {"Deleted": "ContactDeleted"})
    document["paths"] |= other["paths"]
    document["components"]["schemas"] |= other["components"]["schemas"]
    names = names_of(document, contract)
    assert "Deleted" in names
    assert not names & {"ContactDeleted", "CustomerDeleted"}
    del document["components"]["schemas"]["ContactDeleted"]["properties"]["deleted"]
    assert "CustomerDeleted" in names_of(document, contract)
