"""The routes, as data. To add one, add its handler to `handlers.py`; the contract must have the operation too."""

from pivotal.sandbox._api.router import Route

ROUTES = (
    Route("GET", "/api/v1/health", "get-health", needs_key=False),
    Route("GET", "/api/v1/me", "get-me"),
    Route("GET", "/api/v1/customers", "list-customers"),
    Route("POST", "/api/v1/customers", "create-customer", success=201),
    Route("GET", "/api/v1/customers/{id}", "get-customer"),
    Route("PATCH", "/api/v1/customers/{id}", "update-customer"),
    Route("DELETE", "/api/v1/customers/{id}", "delete-customer"),
    Route("GET", "/api/v1/customers/{customerId}/contacts", "list-customer-contacts"),
    Route("POST", "/api/v1/customers/{customerId}/contacts", "create-customer-contact", success=201),
    Route("GET", "/api/v1/customers/{customerId}/onboardings", "list-customer-onboardings"),
    Route("GET", "/api/v1/contacts/{id}", "get-contact"),
    Route("PATCH", "/api/v1/contacts/{id}", "update-contact"),
    Route("DELETE", "/api/v1/contacts/{id}", "delete-contact"),
    Route("GET", "/api/v1/onboardings", "list-onboardings"),
    Route("POST", "/api/v1/onboardings", "create-onboarding", success=201),
    Route("GET", "/api/v1/onboardings/{id}", "get-onboarding"),
    Route("PATCH", "/api/v1/onboardings/{id}", "update-onboarding"),
    Route("DELETE", "/api/v1/onboardings/{id}", "delete-onboarding"),
)
