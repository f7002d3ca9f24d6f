"""The 18 operations: method, path, what answers them. And how a path finds its operation."""

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from attrs import frozen

from pivotal.sandbox._api import contacts, customers, meta, onboardings
from pivotal.sandbox._api.call import Call
from pivotal.sandbox._errors import ApiError

_BASE = "/api/v1"


@frozen
class Operation:
    """One operation: its operationId, and the handler that answers the body of a success."""

    id: str
    handler: Callable[[Call], bytes]
    success: int = 200
    needs_key: bool = True


@frozen
class Match:
    """The operation that a request asks for, and the id in its path, decoded; empty when it has none."""

    operation: Operation
    path_id: str


PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/health": {"GET": Operation("get-health", meta.get_health, needs_key=False)},
    "/me": {"GET": Operation("get-me", meta.get_me)},
    "/customers": {
        "GET": Operation("list-customers", customers.list_customers),
        "POST": Operation("create-customer", customers.create_customer, 201),
    },
    "/customers/{}": {
        "GET": Operation("get-customer", customers.get_customer),
        "PATCH": Operation("update-customer", customers.update_customer),
        "DELETE": Operation("delete-customer", customers.delete_customer),
    },
    "/customers/{}/contacts": {
        "GET": Operation("list-customer-contacts", contacts.list_customer_contacts),
        "POST": Operation("create-customer-contact", contacts.create_customer_contact, 201),
    },
    "/customers/{}/onboardings": {
        "GET": Operation("list-customer-onboardings", onboardings.list_customer_onboardings),
    },
    "/contacts/{}": {
        "GET": Operation("get-contact", contacts.get_contact),
        "PATCH": Operation("update-contact", contacts.update_contact),
        "DELETE": Operation("delete-contact", contacts.delete_contact),
    },
    "/onboardings": {
        "GET": Operation("list-onboardings", onboardings.list_onboardings),
        "POST": Operation("create-onboarding", onboardings.create_onboarding, 201),
    },
    "/onboardings/{}": {
        "GET": Operation("get-onboarding", onboardings.get_onboarding),
        "PATCH": Operation("update-onboarding", onboardings.update_onboarding),
        "DELETE": Operation("delete-onboarding", onboardings.delete_onboarding),
    },
}


def match(method: str, path: str) -> Match:
    """Find the operation of a request.

    Raises:
        ApiError: 404 when there is no such path, 405 when the path has no such method.
    """
    collection, _, rest = path.removeprefix(f"{_BASE}/").partition("/")
    path_id, slash, tail = rest.partition("/")
    methods = PATHS.get(f"/{collection}" + ("/{}" if path_id else "") + slash + tail)
    if methods is None or not path.startswith(f"{_BASE}/") or path.endswith("/"):
        raise ApiError(404, "route_not_found", "There is no such path.")
    if method not in methods:
        allowed = ", ".join(methods)
        message = f"This path answers {allowed}, not {method}."
        raise ApiError(405, "method_not_allowed", message, headers={"allow": allowed})
    return Match(methods[method], unquote(path_id))
