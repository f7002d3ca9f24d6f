"""A source's names for the contract's schemas are matched by their places."""

import ast
from typing import Any

from scripts.openapi.alignment import align_names
from scripts.openapi.dialect import canonicalize
from tests.scripts.dialects import fragment

PREFIX = "#/components/schemas/"


def rename_schemas(contract: dict[str, Any], name: str, names: dict[str, str]) -> dict[str, Any]:
    text = repr(fragment(contract, name))
    for contract_name, source_name in names.items():
        text = text.replace(f"{PREFIX}{contract_name}'", f"{PREFIX}{source_name}'").replace(
            f"'{contract_name}':", f"'{source_name}':"
        )
    document: dict[str, Any] = ast.literal_eval(text)
    return document


def aligned_names(document: dict[str, Any], contract: dict[str, Any]) -> set[str]:
    return set(align_names(canonicalize(document), contract)["components"]["schemas"])


def test_bodies_and_their_schemas_are_matched(contract: dict[str, Any]) -> None:
    document = rename_schemas(
        contract, "list-customers", {"CustomerList": "ListResponse", "Customer": "Row", "ErrorError": "Fault"}
    )
    assert aligned_names(document, contract) == aligned_names(fragment(contract, "list-customers"), contract)


def test_an_enum_is_matched_by_its_values(contract: dict[str, Any]) -> None:
    document = fragment(contract, "list-onboardings")
    onboarding = document["components"]["schemas"]["Onboarding"]["properties"]
    onboarding["phase"] = {"type": "string"}
    assert "OnboardingPhase" in aligned_names(document, contract)


def test_an_enum_with_other_values_is_not_matched(contract: dict[str, Any]) -> None:
    document = fragment(contract, "list-onboardings")
    document["components"]["schemas"]["ApiV1OnboardingsGetParametersState"]["enum"].remove("waiting")
    assert {"ListOnboardingsState", "OnboardingState"} <= aligned_names(document, contract)


def test_a_known_name_in_another_place_is_not_renamed(contract: dict[str, Any]) -> None:
    document = fragment(contract, "create-customer")
    path = document["paths"]["/api/v1/customers"]["post"]
    path["requestBody"]["content"]["application/json"]["schema"]["$ref"] = f"{PREFIX}Customer"
    aligned = align_names(canonicalize(document), contract)
    body = aligned["paths"]["/api/v1/customers"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": f"{PREFIX}Customer"}


def test_equal_schemas_get_the_same_name(contract: dict[str, Any]) -> None:
    document = fragment(contract, "delete-contact")
    other = rename_schemas(contract, "delete-customer", {"Deleted": "CustomerDeleted"})
    document = rename_schemas(contract, "delete-contact", {"Deleted": "ContactDeleted"})
    document["paths"] |= other["paths"]
    document["components"]["schemas"] |= other["components"]["schemas"]
    names = aligned_names(document, contract)
    assert "Deleted" in names
    assert not names & {"ContactDeleted", "CustomerDeleted"}
    del document["components"]["schemas"]["ContactDeleted"]["properties"]["deleted"]
    assert "CustomerDeleted" in aligned_names(document, contract)
