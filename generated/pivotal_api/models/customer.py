# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime
from typing import Literal

from pivotal_runtime.base_models import Model


class Customer(Model, frozen=True):
    """A customer: the record that contacts and onboardings belong to.

    Attributes:
        object: Always `customer`.
        id: Cuid: opaque, unique everywhere.
        display_id: Small integer, unique within the workspace, used in URLs.
        name: Name of the customer.
        slug: Slug of the customer, unique in the workspace. An id argument doesn't accept it; filter a list by it.
        domain: Domain of the customer, such as `aurora.example`.
        status: Status of the customer, such as `onboarding` or `active`.
        plan: Plan that the customer is on.
        mrr: Monthly recurring revenue in cents.
        monthly_orders: Orders per month.
        hubspot_company_id: Id of the customer's company in HubSpot.
        hubspot_deal_id: Id of the customer's deal in HubSpot.
        stripe_customer_id: Id of the customer in Stripe.
        intercom_company_id: Id of the customer's company in Intercom.
        slack_channel_id: Id of the customer's channel in Slack.
        created_at: When the record was created, in UTC.
        updated_at: When the record was last changed, in UTC.
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
