"""The three resources as data: their tables, writable fields, and what a creation must send."""

from attrs import frozen

from pivotal.sandbox._api.validation import (
    Field,
    Values,
    boolean,
    day_or_timestamp,
    email,
    filled_text,
    integer,
    mapping,
    one_of,
    text,
    texts,
    timestamp,
)
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
    """A kind of object: its name in the API, where it is kept, and what can be written."""

    object: str
    table: Table
    fields: tuple[Field, ...]
    required: tuple[str, ...]

    def defaults(self) -> Values:
        """What every writable field is when a creation omits it."""
        return {field.name: field.default for field in self.fields}


CUSTOMER = Resource(
    object="customer",
    table=Table("customers", columns=("slug", "status")),
    required=("name",),
    fields=(
        Field("name", filled_text),
        Field("slug", filled_text, nullable=True),
        Field("domain", text, nullable=True),
        Field("status", text, default="onboarding"),
        Field("plan", text, nullable=True),
        Field("mrr", integer, nullable=True),
        Field("monthly_orders", integer, nullable=True),
        Field("hubspot_company_id", text, nullable=True),
        Field("hubspot_deal_id", text, nullable=True),
        Field("stripe_customer_id", text, nullable=True),
        Field("intercom_company_id", text, nullable=True),
        Field("slack_channel_id", text, nullable=True),
    ),
)

# Free data on customer bodies: checked, but no response carries it.
METADATA = Field("metadata", mapping)

CONTACT = Resource(
    object="contact",
    table=Table("contacts", columns=("customer_id", "email")),
    required=("name", "email"),
    fields=(
        Field("name", filled_text),
        Field("email", email),
        Field("title", text, nullable=True),
        Field("is_primary", boolean, default=False),
        Field("labels", texts, default=()),
    ),
)

ONBOARDING = Resource(
    object="onboarding",
    table=Table("onboardings", columns=("customer_id", "phase", "state"), private=("resting_state",)),
    required=(),
    fields=(
        Field("template_id", text, nullable=True),
        Field("phase", one_of(PHASES), default=PHASES[0]),
        Field("state", one_of(STATES), default="active"),
        Field("started_at", timestamp, nullable=True),
        Field("completed_at", timestamp, nullable=True),
        Field("target_launch_date", day_or_timestamp, nullable=True),
        Field("csm_id", text, nullable=True),
        Field("se_id", text, nullable=True),
        Field("designer_id", text, nullable=True),
        Field("product_ops_id", text, nullable=True),
        Field("notes", text, nullable=True),
        Field("waiting_on_customer", boolean, default=False),
    ),
)
