"""Records as the API's documentation shows them."""

import json
from typing import Any


def customer(number: int) -> dict[str, Any]:
    """Return a customer; each number yields another."""
    return {
        "object": "customer",
        "id": f"clx7f9d2a9b3e4{number:011d}",
        "display_id": number,
        "name": f"Aurora Coffee Roasters {number}",
        "slug": f"aurora-coffee-{number}",
        "domain": f"aurora-{number}.example",
        "status": "active",
        "plan": "growth",
        "mrr": 120_000 + number,
        "monthly_orders": 4_200,
        "hubspot_company_id": f"{8_842_000 + number}",
        "hubspot_deal_id": None,
        "stripe_customer_id": f"cus_{number:014d}",
        "intercom_company_id": None,
        "slack_channel_id": f"C{number:010d}",
        "created_at": "2026-05-01T12:00:00.000Z",
        "updated_at": "2026-05-15T08:30:12.345Z",
    }


def page(rows: int) -> dict[str, Any]:
    """Return a page of customers."""
    return {
        "object": "list",
        "data": [customer(number) for number in range(1, rows + 1)],
        "has_more": True,
        "next_cursor": "2026-05-01T12:00:00.000Z",
    }


def encoded(data: object) -> bytes:
    """Return JSON as a server writes it: without white space."""
    return json.dumps(data, separators=(",", ":")).encode()
