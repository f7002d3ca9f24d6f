"""The three resources, as data: their tables, fields and list filters.

A new field is one row in `fields`. A new list filter is one row in `filters`: the list's handler and its query read it
from there. A filter needs no column, since rows are matched by their JSON; a column in `Table` and schema.sql, with an
index, only makes it fast.
"""

from attrs import frozen

from pivotal.sandbox._api.filters import Filter
from pivotal.sandbox._api.validation import (
    Field,
    boolean,
    day_or_timestamp,
    email,
    filled_string,
    integer,
    mapping,
    one_of,
    string,
    strings,
    timestamp,
)
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.store import Table

PHASES = (
    "before_getting_started",
    "program_design",
    "review",
    "program_buildout",
    "internal_qa",
    "launch",
    "completed",
)
STATES = ("active", "paused", "at_risk", "waiting")


@frozen
class Resource:
    """A kind of object.

    Args:
        object: The name of the kind in the API.
        table: The table that stores it.
        fields: The properties that a body may send.
        filters: The filters of its list.
        owned: Whether each object belongs to a customer, by the property `customer_id`.
    """

    object: str
    table: Table
    fields: tuple[Field, ...]
    filters: tuple[Filter, ...] = ()
    owned: bool = False

    def defaults(self) -> Values:
        """Return the default of each field that responses include."""
        return {field.name: field.default for field in self.fields if field.shown}


CUSTOMER = Resource(
    object="customer",
    table=Table("customers", columns=("slug", "status")),
    fields=(
        Field("name", filled_string, required=True),
        Field("slug", filled_string, nullable=True),
        Field("domain", string, nullable=True),
        Field("status", string, default="onboarding"),
        Field("plan", string, nullable=True),
        Field("mrr", integer, nullable=True),
        Field("monthly_orders", integer, nullable=True),
        Field("hubspot_company_id", string, nullable=True),
        Field("hubspot_deal_id", string, nullable=True),
        Field("stripe_customer_id", string, nullable=True),
        Field("intercom_company_id", string, nullable=True),
        Field("slack_channel_id", string, nullable=True),
        Field("metadata", mapping, shown=False),
    ),
    filters=(Filter("status"), Filter("slug")),
)

CONTACT = Resource(
    object="contact",
    table=Table("contacts", columns=("customer_id", "email")),
    owned=True,
    fields=(
        Field("name", filled_string, required=True),
        Field("email", email, required=True),
        Field("title", string, nullable=True),
        Field("is_primary", boolean, default=False),
        Field("labels", strings, default=()),
    ),
)

ONBOARDING = Resource(
    object="onboarding",
    table=Table("onboardings", columns=("customer_id", "phase", "state"), private=("resting_state",)),
    owned=True,
    fields=(
        Field("customer_id", string, required=True, creation_only=True),
        Field("template_id", string, nullable=True),
        Field("phase", one_of(PHASES), default=PHASES[0]),
        Field("state", one_of(STATES), default="active"),
        Field("started_at", timestamp, nullable=True),
        Field("completed_at", timestamp, nullable=True),
        Field("target_launch_date", day_or_timestamp, nullable=True),
        Field("csm_id", string, nullable=True),
        Field("se_id", string, nullable=True),
        Field("designer_id", string, nullable=True),
        Field("product_ops_id", string, nullable=True),
        Field("notes", string, nullable=True),
        Field("waiting_on_customer", boolean, default=False),
    ),
    filters=(
        Filter("state", one_of(STATES)),
        Filter("phase", one_of(PHASES)),
        Filter("customer_id", references=CUSTOMER.table),
    ),
)
