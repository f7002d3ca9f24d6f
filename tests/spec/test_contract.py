"""The vendored contract makes the promises that the documentation makes for every operation."""

from scripts.contract import load, operations
from scripts.openapi.schemas import reachable_schemas, resolve_reference
from scripts.project import CONTRACT


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
    roots = [contract["paths"], contract["webhooks"], contract["components"]["responses"]]
    assert reachable_schemas(contract, roots) == sorted(contract["components"]["schemas"])


def test_request_bodies_stay_open() -> None:
    contract = load(CONTRACT)
    bodies = [
        resolve_reference(contract, operation["requestBody"]["content"]["application/json"]["schema"])
        for _, _, operation in operations(contract)
        if "requestBody" in operation
    ]
    assert bodies
    assert all(schema.get("additionalProperties", True) is True for schema in bodies)
