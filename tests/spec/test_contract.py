"""The vendored contract describes the documented API: its operations, its page, its promises."""

import hashlib

from scripts.contract import load, operations
from scripts.openapi.schemas import reachable_schemas
from scripts.project import CONTRACT, PAGES

# operationId: method, path, success, listed errors, schema of the answer
OPERATIONS = {
    "get-me": ("get", "/me", "200", "401", "Me"),
    "get-health": ("get", "/health", "200", "", "Health"),
    "list-customers": ("get", "/customers", "200", "401", "CustomerList"),
    "create-customer": ("post", "/customers", "201", "400 401 409", "Customer"),
    "get-customer": ("get", "/customers/{id}", "200", "401 404", "Customer"),
    "update-customer": ("patch", "/customers/{id}", "200", "400 401 404 409", "Customer"),
    "delete-customer": ("delete", "/customers/{id}", "200", "401 404", "Deleted"),
    "list-customer-contacts": ("get", "/customers/{customerId}/contacts", "200", "401 404", "ContactList"),
    "create-customer-contact": (
        "post",
        "/customers/{customerId}/contacts",
        "201",
        "400 401 404 409",
        "Contact",
    ),
    "get-contact": ("get", "/contacts/{id}", "200", "401 404", "Contact"),
    "update-contact": ("patch", "/contacts/{id}", "200", "400 401 404 409", "Contact"),
    "delete-contact": ("delete", "/contacts/{id}", "200", "401 404", "Deleted"),
    "list-onboardings": ("get", "/onboardings", "200", "400 401", "OnboardingList"),
    "create-onboarding": ("post", "/onboardings", "201", "400 401 404", "Onboarding"),
    "list-customer-onboardings": (
        "get",
        "/customers/{customerId}/onboardings",
        "200",
        "401 404",
        "OnboardingList",
    ),
    "get-onboarding": ("get", "/onboardings/{id}", "200", "401 404", "Onboarding"),
    "update-onboarding": ("patch", "/onboardings/{id}", "200", "400 401 404", "Onboarding"),
    "delete-onboarding": ("delete", "/onboardings/{id}", "200", "401 404", "Deleted"),
}


def test_operations_are_those_of_the_documentation() -> None:
    found = {}
    for path, method, operation in operations(load(CONTRACT)):
        success, *errors = (status for status in operation["responses"] if status not in ("429", "500"))
        answer = operation["responses"][success]["content"]["application/json"]["schema"]["$ref"]
        found[operation["operationId"]] = (
            method,
            path.removeprefix("/api/v1"),
            success,
            " ".join(errors),
            answer.rpartition("/")[2],
        )
    assert found == OPERATIONS


def test_every_operation_can_answer_429_and_500() -> None:
    for _, _, operation in operations(load(CONTRACT)):
        assert operation["responses"]["429"] == {"$ref": "#/components/responses/RateLimited"}
        assert operation["responses"]["500"] == {"$ref": "#/components/responses/InternalError"}


def test_exactly_posts_take_an_idempotency_key() -> None:
    reference = {"$ref": "#/components/parameters/IdempotencyKey"}
    for _, method, operation in operations(load(CONTRACT)):
        assert (reference in operation.get("parameters", [])) == (method == "post")


def test_every_schema_is_used() -> None:
    contract = load(CONTRACT)
    assert reachable_schemas(contract, [contract["paths"], contract["components"]["responses"]]) == sorted(
        contract["components"]["schemas"]
    )


def test_request_bodies_stay_open() -> None:
    schemas = load(CONTRACT)["components"]["schemas"]
    bodies = [name for name in schemas if name.endswith(("Create", "Update"))]
    assert len(bodies) == 6
    assert all(schemas[name]["additionalProperties"] is True for name in bodies)


def test_the_vendored_page_is_the_documented_one_byte_for_byte() -> None:
    digest = hashlib.sha256((PAGES / "get-customer.md").read_bytes()).hexdigest()
    assert digest == "30e21d10b4cc609b1d0ecff35f4a45b0a8c9bef15313c3b85d96817a3e775ed9"
