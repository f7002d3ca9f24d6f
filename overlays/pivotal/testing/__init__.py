"""Tools for your tests: fixtures on a local Pivotal, a guard against the real API, record and replay.

pytest loads the plugin by itself. It adds the fixtures `pivotal_sandbox`, `pivotal_client`, `async_pivotal_client`,
`pivotal_webhooks`, `pivotal_replay` and `async_pivotal_replay`. It rejects live keys and connections to other machines,
unless a test is marked `pivotal_live` or `pivotal_network`.

Example:
    >>> def test_onboarding_opens(pivotal_client):
    ...     aurora = pivotal_client.customers.create(name="Aurora")
    ...     assert pivotal_client.onboardings.create(customer_id=aurora).phase == "before_getting_started"
"""

from pivotal.testing._cassette import AsyncCassette as AsyncCassette
from pivotal.testing._cassette import Cassette as Cassette
from pivotal.testing._cassette import CassetteError as CassetteError
from pivotal.testing._deliveries import WebhookDeliveries as WebhookDeliveries

__all__ = ["AsyncCassette", "Cassette", "CassetteError", "WebhookDeliveries"]
