"""A caller of the sandbox's core that checks every response against the contract."""

import json
from typing import Any

from attrs import frozen
from pivotal.sandbox import Request, Response, Sandbox

from tests.overlays.sandbox import contract

KEY = "pivotal_K8s9Ab12Cd34Ef56"
TEST_KEY = "pivotal_test_K8s9Ab12Cd34Ef56"


@frozen
class Api:
    """Calls a sandbox with a key; paths are without /api/v1."""

    sandbox: Sandbox
    key: str = KEY

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        raw, _, query = f"/api/v1{path}".partition("?")
        sent = {"Authorization": f"Bearer {self.key}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        response = self.sandbox.handle(Request(method, raw, query, sent, content))
        contract.check(method, raw, response)
        return response

    def get(self, path: str) -> Any:
        return self.ok("GET", path)

    def post(self, path: str, **body: Any) -> Any:
        return self.ok("POST", path, body)

    def patch(self, path: str, **body: Any) -> Any:
        return self.ok("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.ok("DELETE", path)

    def ok(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        response = self.call(method, path, body, **headers)
        assert response.status == (201 if method == "POST" else 200), response.body
        return response.json()

    def fails(self, status: int, code: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the error of a call that fails with this status and code."""
        response = self.call(method, path, body, **headers)
        error = response.json()["error"]
        assert (response.status, error["code"]) == (status, code), response.body
        return error

    def customer(self, name: str = "Acme Co.", **fields: Any) -> Any:
        return self.post("/customers", name=name, **fields)

    def contact(self, customer: Any, email: str = "alice@acme.example", **fields: Any) -> Any:
        return self.post(f"/customers/{customer['id']}/contacts", name="Alice", email=email, **fields)

    def onboarding(self, customer: Any, **fields: Any) -> Any:
        return self.post("/onboardings", customer_id=customer["id"], **fields)

    def walk(self, path: str, limit: int = 100) -> list[Any]:
        """Return all rows of a list, fetched page by page."""
        rows: list[Any] = []
        joint = "&" if "?" in path else "?"
        query = f"{path}{joint}limit={limit}"
        cursor = ""
        while True:
            page = self.get(query + cursor)
            rows += page["data"]
            if not page["has_more"]:
                assert page["next_cursor"] is None
                return rows
            cursor = f"&cursor={page['next_cursor']}"
