"""Receive Pivotal's webhooks. Needs the extra: pip install "pivotal[webhooks]"."""

from pivotal_api.webhooks import EventType as EventType

from pivotal.webhooks._errors import Reason as Reason
from pivotal.webhooks._errors import WebhookVerificationError as WebhookVerificationError
from pivotal.webhooks._events import Event as Event
from pivotal.webhooks._events import UnknownEvent as UnknownEvent
from pivotal.webhooks._outcomes import Outcome as Outcome
from pivotal.webhooks._receiver import SignedEvent as SignedEvent
from pivotal.webhooks._receiver import Webhooks as Webhooks
from pivotal.webhooks._seen import SeenEvents as SeenEvents
from pivotal.webhooks._seen import SeenInMemory as SeenInMemory
from pivotal.webhooks._seen_in_sqlite import SeenInSQLite as SeenInSQLite

__all__ = [
    "Event",
    "EventType",
    "Outcome",
    "Reason",
    "SeenEvents",
    "SeenInMemory",
    "SeenInSQLite",
    "SignedEvent",
    "UnknownEvent",
    "WebhookVerificationError",
    "Webhooks",
]
