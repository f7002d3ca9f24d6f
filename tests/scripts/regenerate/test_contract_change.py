"""A change of the contract alone reaches the client and works over a real socket, sync and async."""

import json
from pathlib import Path

import pytest

from tests.scripts.specs import Document, copy_contract, generate_client, operation, reference, run_code
from tests.support.instances import full
from tests.support.scripted import Answer, Received, ScriptedServer, reply


def change_contract() -> Document:
    """The contract after a release: an operation, a tag, a field, a parameter, a body field and an enum value more."""
    document = copy_contract()
    paths, schemas = document["paths"], document["components"]["schemas"]
    schemas["Count"] = {
        "type": "object",
        "required": ["object", "count"],
        "properties": {"object": {"type": "string", "enum": ["count"]}, "count": {"type": "integer"}},
    }
    paths["/api/v1/customers/count"] = {"get": operation("count-customers", reference("Count"))}
    paths["/api/v1/tasks/{id}"] = {
        "get": operation(
            "get-task",
            reference("Task"),
            tag="tasks",
            parameters=[{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        )
    }
    schemas["Task"] = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    schemas["Customer"]["properties"]["health_score"] = {"type": ["integer", "null"]}
    schemas["CustomerUpdate"]["properties"]["owner_email"] = {"type": ["string", "null"]}
    schemas["OnboardingPhase"]["enum"].append("archived")
    paths["/api/v1/customers"]["get"]["parameters"].append(
        {"name": "plan", "in": "query", "schema": {"type": "string"}}
    )
    return document


def respond(request: Received) -> Answer:
    customer = {**full(copy_contract()["components"]["schemas"]["Customer"]), "health_score": 97}
    return reply(
        200,
        {
            "/api/v1/customers/count": {"object": "count", "count": 3},
            "/api/v1/customers/1": customer,
            "/api/v1/customers": {"object": "list", "data": [customer], "has_more": False, "next_cursor": None},
            "/api/v1/tasks/7": {"id": "7"},
        }[request.path],
    )


@pytest.fixture(scope="module")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate_client(change_contract(), tmp_path_factory.mktemp("changed"))


CALLS = """
count = {wait}client.customers.count()
customer = {wait}client.customers.get(1)
{wait}client.customers.update(1, owner_email=None)
page = {wait}client.customers.list(plan="pro")
task = {wait}client.tasks.get(7)
print(count.count, customer.health_score, page.data[0].health_score, task.id)
print(models.Phase.ARCHIVED.is_known, models.Phase("archived") is models.Phase.ARCHIVED)
"""


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_change_of_the_contract_reaches_the_client(package_folder: Path, loopback: ScriptedServer, kind: str) -> None:
    loopback.play(respond)
    head = "import asyncio, sys; from pivotal_api import AsyncClient, Client, models\n"
    options = 'token="pivotal_test_x", base_url=sys.argv[1]'
    if kind == "sync":
        code = f"client = Client({options})\n{CALLS.format(wait='')}"
    else:
        body = CALLS.format(wait="await ").replace("\n", "\n    ")
        code = f"async def main():\n    client = AsyncClient({options})\n{body}\nasyncio.run(main())"
    assert run_code(package_folder, head + code, loopback.url) == "3 97 97 7\nTrue True\n"
    sent = [(request.method, request.path) for request in loopback.requests]
    assert sent == [
        ("GET", "/api/v1/customers/count"),
        ("GET", "/api/v1/customers/1"),
        ("PATCH", "/api/v1/customers/1"),
        ("GET", "/api/v1/customers"),
        ("GET", "/api/v1/tasks/7"),
    ]
    assert loopback.requests[2].json() == {"owner_email": None}
    assert loopback.requests[3].query == [("limit", "100"), ("plan", "pro")]


def test_the_symbol_map_contains_the_new_names(package_folder: Path) -> None:
    symbols = json.loads((package_folder / "symbols.json").read_text("utf-8"))
    assert symbols["/paths/~1api~1v1~1customers~1count/get"] == ["customers.count"]
    assert symbols["/paths/~1api~1v1~1tasks~1{id}/get"] == ["tasks.get"]
    assert symbols["/paths/~1api~1v1~1customers/get/parameters/4"] == ["customers.list(plan=)"]
    assert symbols["/components/schemas/Customer/properties/health_score"] == ["Customer.health_score"]
    assert symbols["/components/schemas/CustomerUpdate/properties/owner_email"] == ["customers.update(owner_email=)"]
    assert symbols["/components/schemas/OnboardingPhase/enum/7"] == ["Phase.ARCHIVED"]
    assert symbols["/components/schemas/Count"] == ["Count"]


def test_a_part_removed_from_the_contract_is_removed_from_the_client(tmp_path: Path) -> None:
    document = copy_contract()
    del document["components"]["schemas"]["Customer"]["properties"]["mrr"]
    document["components"]["schemas"]["Customer"]["required"].remove("mrr")
    document["components"]["schemas"]["OnboardingPhase"]["enum"].remove("review")
    package_folder = generate_client(document, tmp_path)
    code = "from pivotal_api import models; print(hasattr(models.Customer, 'mrr'), hasattr(models.Phase, 'REVIEW'))"
    assert run_code(package_folder, code) == "False False\n"
