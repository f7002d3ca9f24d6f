# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime
from typing import Literal

from pivotal_runtime.values import Model


class Customer(Model, frozen=True):
    """Customer.

    Attributes:
        mrr: Monthly recurring revenue in cents.
    """

    object: Literal["customer"]
    id: str
    display_id: int
    name: str
    slug: str | None
    domain: str | None
    status: str
    plan: str | None
    mrr: int | None
    monthly_orders: int | None
    hubspot_company_id: str | None
    hubspot_deal_id: str | None
    stripe_customer_id: str | None
    intercom_company_id: str | None
    slack_channel_id: str | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
