"""What happens around changes of records, as data. The rows of a step run in this order."""

from pivotal.sandbox._api import contacts, customers, onboardings
from pivotal.sandbox._api.changes import Hook
from pivotal.sandbox._webhooks.events import CONTACT_FIELDS, CUSTOMER_FIELDS, ONBOARDING_FIELDS

HOOKS = (
    Hook("customer", "before", customers.make_slug, ("name", "slug")),
    Hook("customer", "before", customers.refuse_taken_slug, ("slug",)),
    Hook("customer", "after", customers.report_customer, CUSTOMER_FIELDS),
    Hook("customer", "deleted", customers.report_deleted_customer, CUSTOMER_FIELDS),
    Hook("contact", "before", contacts.refuse_taken_email, ("customer_id", "email")),
    Hook("contact", "after", contacts.report_contact, CONTACT_FIELDS),
    Hook(
        "onboarding",
        "before",
        onboardings.derive_waiting,
        ("state", "waiting_on_customer"),
        values=(("state", onboardings.WAITING),),
    ),
    Hook(
        "onboarding",
        "before",
        onboardings.set_phase_times,
        ("phase", "started_at", "completed_at"),
        values=(("phase", "completed"),),
    ),
    Hook(
        "onboarding",
        "after",
        onboardings.report_onboarding,
        ONBOARDING_FIELDS,
        values=(("state", "at_risk"), ("state", "active"), ("phase", "launch"), ("phase", "completed")),
    ),
)
