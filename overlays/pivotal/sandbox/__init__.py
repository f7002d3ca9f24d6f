"""A local Pivotal: answers all 18 operations as they are documented, with its state in SQLite.

Test keys of the real API write into the real workspace; here nothing is real. `Sandbox.handle` takes a
request and returns a response, without a socket; `Sandbox.serve` and `python -m pivotal.sandbox` use one.

Where the documentation is silent, the sandbox decides:

- Ids: one series of display_ids for all kinds of objects, so that a mixed-up id is a 404.
- Slugs: unique among customers that are not deleted, made from the name when none is sent, and then 409
  `slug_taken` too when another customer has it. Null stays null.
- E-mail addresses: unique among the contacts of one customer that are not deleted.
- `is_primary` is kept as sent: a second primary contact doesn't unseat the first.
- Unknown fields of a body are accepted and not kept; `metadata` must be an object and is not shown either.
- Limit: 25 when omitted. A query parameter that is repeated counts once, the first; unknown ones are
  ignored.
- A customer starts as `onboarding`. `started_at` is set when an onboarding leaves its first phase,
  `completed_at` when it reaches the last; phases can be set in any order.
- State `waiting` is `waiting_on_customer`; when the waiting ends, the state before comes back. When a body
  sends both, `waiting_on_customer` wins.
- A second DELETE answers as the first did. What belongs to a deleted customer is out of lists, but can
  still be read by its id. Slugs and e-mail addresses of deleted objects are free again.
- A filter by a customer that doesn't exist gives an empty list; creating an onboarding for one is a 404.
- Idempotency: scoped to the path as it was called; codes `idempotency_key_reused` and
  `idempotency_in_progress`.
- Other codes: `missing_api_key`, `invalid_api_key`, `customer_not_found`, `contact_not_found`,
  `route_not_found`, `method_not_allowed` (405), `body_too_large` (413, above 1 MB), `invalid_json`,
  `invalid_content_type`, `invalid_enum_value`, `too_big`. 405 and 413 have the type
  `invalid_request_error`.
- Rate limits: calls without a valid key, `health`, and calls that no operation answers (404 and 405) are
  not counted. A refused call isn't counted either.
- Webhooks: retries after 5 s, 5 min, 30 min, 2 h, 5 h, 8 h and 8 h; `customer.archived` is a deletion,
  `onboarding.launched` is reaching phase `launch`, `onboarding.back_on_track` is `at_risk` turning
  `active`. `customer.health_score_dropped`, `customer.at_risk`, `customer.churned` and `task.completed`
  have no request that causes them: send them with `sandbox.webhooks.emit`. Signatures carry the wall
  clock's time.

Memory holds a workspace of up to 1 GB; a file has no limit, and keeps what was answered 2xx when the process is
killed. One clock rules times, rate limits, idempotency and webhook retries: `sandbox.clock.advance(3600)`.

Example:
    >>> from pivotal.sandbox import Request, Sandbox
    >>> sandbox = Sandbox()
    >>> key = {"Authorization": "Bearer pivotal_test_demo"}
    >>> body = b'{"name": "Acme Co."}'
    >>> made = sandbox.handle(Request("POST", "/api/v1/customers", headers=key, body=body))
    >>> made.status, made.json()["slug"]
    (201, 'acme-co')
"""

from pivotal.sandbox._messages import Request, Response
from pivotal.sandbox._state.clock import Clock
from pivotal.sandbox._state.store import NotASandboxFile
from pivotal.sandbox._traffic.faults import Fault
from pivotal.sandbox._webhooks.webhooks import Delivery, Endpoint
from pivotal.sandbox._workspace import Sandbox

__all__ = ["Clock", "Delivery", "Endpoint", "Fault", "NotASandboxFile", "Request", "Response", "Sandbox"]
