"""The function that handles each operation of `routes.py`."""

from collections.abc import Callable, Mapping

from pivotal.sandbox._api import contacts, customers, meta, onboardings
from pivotal.sandbox._api.call import Call

HANDLERS: Mapping[str, Callable[[Call], bytes]] = {
    "get-health": meta.get_health,
    "get-me": meta.get_me,
    "list-customers": customers.list_customers,
    "create-customer": customers.create_customer,
    "get-customer": customers.get_customer,
    "update-customer": customers.update_customer,
    "delete-customer": customers.delete_customer,
    "list-customer-contacts": contacts.list_customer_contacts,
    "create-customer-contact": contacts.create_customer_contact,
    "get-contact": contacts.get_contact,
    "update-contact": contacts.update_contact,
    "delete-contact": contacts.delete_contact,
    "list-customer-onboardings": onboardings.list_customer_onboardings,
    "list-onboardings": onboardings.list_onboardings,
    "create-onboarding": onboardings.create_onboarding,
    "get-onboarding": onboardings.get_onboarding,
    "update-onboarding": onboardings.update_onboarding,
    "delete-onboarding": onboardings.delete_onboarding,
}
