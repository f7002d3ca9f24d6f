"""A local Pivotal: implements the operations of the contract, with its state in SQLite.

Test keys of the real API write into the real workspace; here nothing is real. `Sandbox.handle` takes a
request and returns a response, without a socket; `Sandbox.serve` and `python -m pivotal.sandbox` use a port.

Where the documentation is silent, the sandbox decides:

- Ids: objects of all kinds share one series of display_ids, so that a mixed-up id is a 404.
- Slugs: unique among customers that are not deleted. If none is sent, it is made from the name; a slug that
  another customer has is a 409 `slug_taken` in both cases. Null stays null.
- E-mail addresses: unique among the contacts of a customer that are not deleted.
- `is_primary` is stored as sent: a second primary contact doesn't change the first.
- Unknown properties of a body are ignored; those that no response shows, such as `metadata`, are checked and
  not stored.
- Properties, enums, limits, filters and kinds of records are those of the contract. An operation or parameter
  whose meaning can't be derived from it is a 501 `not_implemented` that says what to add;
  `python -m pivotal.sandbox --check` lists them.
- Limit: 25 if omitted. The first value of a repeated query parameter counts; unknown ones are ignored.
- A customer starts as `onboarding`. `started_at` is set when an onboarding leaves its first phase,
  `completed_at` when it reaches the last; phases can be set in any order.
- State `waiting` is `waiting_on_customer`; when the wait ends, the previous state comes back. If a body
  sends both, `waiting_on_customer` wins.
- A second DELETE returns the same response as the first. The objects of a deleted customer are not listed,
  but can still be read by id. Slugs and e-mail addresses of deleted objects are free again.
- Filtering by a customer that doesn't exist returns an empty list; creating an onboarding for one is a 404.
- Idempotency: scoped to the path as requested; codes `idempotency_key_reused` and
  `idempotency_in_progress`.
- Other codes: `missing_api_key`, `invalid_api_key`, `customer_not_found`, `contact_not_found`,
  `route_not_found`, `method_not_allowed` (405), `body_too_large` (413, above 1 MB), `invalid_json`,
  `invalid_content_type`, `invalid_enum_value`, `too_big`, `not_unique`, `not_multiple_of`, `unknown_field`.
  405 and 413 have the type `invalid_request_error`, 501 has `internal_error`.
- Rate limits: calls without a valid key, `health`, and calls that match no operation (404 and 405) are
  not counted. A rejected call isn't counted either.
- Webhooks: retries after 5 s, 5 min, 30 min, 2 h, 5 h, 8 h and 8 h; `customer.archived` means deleted,
  `onboarding.launched` means that phase `launch` is reached, `onboarding.back_on_track` that `at_risk`
  became `active`. No request causes `customer.health_score_dropped`, `customer.at_risk`,
  `customer.churned` and `task.completed`: send them with `sandbox.webhooks.emit`. Signatures contain the
  wall clock's time.

A workspace in memory can grow to 1 GB. One in a file has no limit, and keeps everything that was confirmed
with a 2xx when the process is killed. One clock controls times, rate limits, idempotency and webhook
retries: `sandbox.clock.advance(3600)`.

Example:
    >>> from pivotal.sandbox import Request, Sandbox
    >>> sandbox = Sandbox()
    >>> key = {"Authorization": "Bearer pivotal_test_demo"}
    >>> body = b'{"name": "Acme Co."}'
    >>> created = sandbox.handle(Request("POST", "/api/v1/customers", headers=key, body=body))
    >>> created.status, created.json()["slug"]
    (201, 'acme-co')
"""

# The subpackages import in the order that pyproject.toml lists (tool.importlinter).
from pivotal.sandbox._http_messages import Request, Response
from pivotal.sandbox._sandbox import Sandbox
from pivotal.sandbox._seeding.seed import Seeded
from pivotal.sandbox._state.clock import Clock
from pivotal.sandbox._state.database import NotASandboxFile
from pivotal.sandbox._state.keys import KeyRecord, Keys
from pivotal.sandbox._traffic.faults import Fault, Faults
from pivotal.sandbox._traffic.request_log import LoggedRequest, RequestLog
from pivotal.sandbox._webhooks.endpoints import Endpoint
from pivotal.sandbox._webhooks.outbox import Delivery
from pivotal.sandbox._webhooks.webhooks import Webhooks

__all__ = [
    "Clock",
    "Delivery",
    "Endpoint",
    "Fault",
    "Faults",
    "KeyRecord",
    "Keys",
    "LoggedRequest",
    "NotASandboxFile",
    "Request",
    "RequestLog",
    "Response",
    "Sandbox",
    "Seeded",
    "Webhooks",
]
