from datetime import UTC, datetime

import pytest
from pivotal.sandbox import Request, Sandbox

from tests.pivotal.sandbox import contract
from tests.pivotal.sandbox.support import KEY, Api


def test_every_operation_of_the_contract_is_answered(api: Api) -> None:
    for operation_id, method, path in contract.operations():
        api.call(method, path.removeprefix("/api/v1").replace("{id}", "1").replace("{customerId}", "1"), {})
        assert api.sandbox.requests.matching(operation_id), operation_id
    assert len(api.sandbox.requests) == len(contract.operations())


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/customers/",
        "/customers//contacts",
        "/customers/1/",
        "/me/1",
        "/customers/1/contacts/2",
        "/",
    ],
)
def test_an_unknown_path_is_a_404(api: Api, path: str) -> None:
    assert api.fails(404, "route_not_found", "GET", path)["type"] == "not_found"


@pytest.mark.parametrize("path", ["", "/", "/customers", "/api/v2/customers", "/v1/me"])
def test_a_path_outside_the_api_is_a_404(sandbox: Sandbox, path: str) -> None:
    assert sandbox.handle(Request("GET", path)).status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/customers/1", "GET, PATCH, DELETE"),
        ("DELETE", "/customers", "GET, POST"),
        ("POST", "/health", "GET"),
        ("HEAD", "/me", "GET"),
        ("POST", "/customers/1/onboardings", "GET"),
        ("\ud800", "/me", "GET"),
    ],
)
def test_an_unsupported_method_is_a_405_that_lists_the_supported_ones(
    sandbox: Sandbox, method: str, path: str, allowed: str
) -> None:
    response = sandbox.handle(Request(method, f"/api/v1{path}"))
    assert (response.status, response.headers["allow"]) == (405, allowed)
    assert response.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b'{"name": "A"} x',
        b"\xff",
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b'{"name": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_not_json_is_a_400(api: Api, body: bytes) -> None:
    api.fails(400, "invalid_json", "POST", "/customers", body)
    created = api.customer()
    api.fails(400, "invalid_json", "PATCH", f"/customers/{created['id']}", body)
    assert api.sandbox.requests.matching("create-customer", name="Acme Co.")


@pytest.mark.parametrize("body", [b"[]", b'"name"', b"null", b"1"])
def test_a_body_that_is_not_an_object_is_a_400(api: Api, body: bytes) -> None:
    api.fails(400, "invalid_type", "POST", "/customers", body)


def test_another_content_type_is_a_400(api: Api) -> None:
    body = {"name": "A"}
    form = "application/x-www-form-urlencoded"
    api.fails(400, "invalid_content_type", "POST", "/customers", body, Content_Type=form)
    api.ok("POST", "/customers", body, Content_Type="Application/JSON; charset=utf-8")


def test_a_body_above_a_megabyte_is_a_413(api: Api) -> None:
    error = api.fails(413, "body_too_large", "POST", "/customers", b" " * 1_000_001)
    assert error["type"] == "invalid_request_error"


def test_the_deprecation_header_is_sent_for_configured_operations() -> None:
    api = Api(Sandbox(deprecations={"list-customers": "2027-01-01"}))
    assert api.call("GET", "/customers").headers["deprecation"] == "2027-01-01"
    assert "deprecation" not in api.call("GET", "/onboardings").headers


def test_a_failure_of_the_sandbox_itself_is_a_logged_500(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    api.sandbox.store.execute("DROP TABLE customers")
    error = api.fails(500, "internal_error", "GET", "/customers")
    assert error["type"] == "internal_error"
    assert "no such table" in caplog.text
    assert KEY not in caplog.text


def test_health_needs_no_key(sandbox: Sandbox) -> None:
    response = sandbox.handle(Request("GET", "/api/v1/health"))
    contract.check("GET", "/api/v1/health", response)
    timestamp = datetime.fromisoformat(response.json()["timestamp"])
    assert timestamp == datetime(2026, 3, 1, 12, tzinfo=UTC)
