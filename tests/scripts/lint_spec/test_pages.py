"""A difference between a vendored page and the contract is reported, unless a page can't know better."""

from pathlib import Path
from typing import Any

import pytest

from tests.scripts.contract_edits import GET_CUSTOMER, Change, get_customer, lint_changed, lint_frozen, schema


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda d: schema(d, "Customer")["properties"].pop("plan"),
            "/components/schemas/Customer/properties/plan",
        ),
        (
            lambda d: schema(d, "Customer")["properties"].update(region={"type": "string", "x-evidence": "documented"}),
            "/components/schemas/Customer/properties/region",
        ),
        (
            lambda d: schema(d, "Customer")["properties"].update(region={"type": "string", "x-evidence": "inferred"}),
            "/components/schemas/Customer/properties/region",
        ),
        (
            lambda d: schema(d, "Customer")["properties"]["mrr"].update(type="integer"),
            "/components/schemas/Customer/properties/mrr/type",
        ),
        (
            lambda d: schema(d, "Customer")["properties"]["mrr"].pop("description"),
            "/components/schemas/Customer/properties/mrr/description",
        ),
        (lambda d: schema(d, "Customer")["required"].remove("plan"), "/components/schemas/Customer/required"),
        (
            lambda d: schema(d, "ErrorErrorType")["enum"].append("new"),
            "/components/schemas/ErrorErrorType/enum",
        ),
        (lambda d: get_customer(d).update(summary="Read"), f"{GET_CUSTOMER}/summary"),
        (lambda d: get_customer(d).update(deprecated=True), f"{GET_CUSTOMER}/deprecated"),
        (lambda d: get_customer(d)["responses"].pop("404"), f"{GET_CUSTOMER}/responses/404"),
        (
            lambda d: get_customer(d)["parameters"][0].update(description="Any"),
            f"{GET_CUSTOMER}/parameters/0/description",
        ),
        (
            lambda d: get_customer(d)["parameters"].append(
                {
                    "name": "expand",
                    "in": "query",
                    "required": False,
                    "x-evidence": "inferred",
                    "schema": {"type": "string"},
                }
            ),
            f"{GET_CUSTOMER}/parameters/1",
        ),
        (
            lambda d: d["components"]["securitySchemes"]["BearerAuth"].update(description="A key."),
            "/components/securitySchemes/BearerAuth/description",
        ),
    ],
)
def test_a_difference_between_page_and_contract_is_reported(change: Change, expected: str, spec: Path) -> None:
    assert ("pages", expected) in lint_changed(spec, change)


def test_a_property_known_from_samples_may_be_missing_on_a_page(spec: Path) -> None:
    field = {"type": "string", "x-evidence": "example"}

    def change(document: dict[str, Any]) -> None:
        schema(document, "Customer")["properties"]["region"] = field

    assert "pages" not in {rule for rule, _ in lint_changed(spec, change)}


def test_editorial_keys_and_global_parts_are_not_compared(spec: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        get_customer(document)["externalDocs"] = {"url": "https://example.com"}
        get_customer(document)["x-note"] = "ours"
        document["components"]["examples"]["Customer"]["value"]["name"] = "Other"
        document["components"]["responses"]["RateLimited"]["description"] = "Slow down"

    assert lint_changed(spec, change) == set()


def test_a_page_with_another_name_or_of_an_unknown_operation_is_reported(spec: Path) -> None:
    page = spec / "pages" / "get-customer.md"
    page.rename(spec / "pages" / "read-customer.md")
    assert ("pages", "") in {(rule, problem.pointer) for rule, problem in lint_frozen(spec)}
    text = (spec / "pages" / "read-customer.md").read_text(encoding="utf-8")
    page.write_text(text.replace("/api/v1/customers/{id}:", "/api/v1/clients/{id}:"), encoding="utf-8")
    assert ("pages", "/paths/~1api~1v1~1clients~1{id}/get") in {
        (rule, problem.pointer) for rule, problem in lint_frozen(spec)
    }
