# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""The `customers` operations. The central record."""

import datetime
from collections.abc import Mapping
from typing import Any

from pivotal_runtime.base_models import UNSET, UnsetType
from pivotal_runtime.http_messages import RequestOptions
from pivotal_runtime.operations import Operation
from pivotal_runtime.resource import AsyncResource, Resource

from ..models.customer import Customer
from ..models.customer_list import CustomerList
from ..models.deleted import Deleted
from ..pages import AsyncPages, Page

__all__ = ["AsyncCustomers", "Customers"]

LIST_CUSTOMERS: Operation[CustomerList] = Operation(
    "list-customers", "GET", "/api/v1/customers", CustomerList, bounds={"limit": ("page_size", int, 1, 100)}
)
CREATE_CUSTOMER: Operation[Customer] = Operation(
    "create-customer",
    "POST",
    "/api/v1/customers",
    Customer,
    bounds={"Idempotency-Key": ("idempotency_key", str | None, 1, 255)},
)
GET_CUSTOMER: Operation[Customer] = Operation(
    "get-customer", "GET", "/api/v1/customers/{id}", Customer, owners=("customer",)
)
UPDATE_CUSTOMER: Operation[Customer] = Operation(
    "update-customer", "PATCH", "/api/v1/customers/{id}", Customer, owners=("customer",)
)
DELETE_CUSTOMER: Operation[Deleted] = Operation(
    "delete-customer", "DELETE", "/api/v1/customers/{id}", Deleted, owners=("customer",)
)


class Customers(Resource):
    """The `customers` operations. The central record."""

    def list(
        self,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        status: str | None = None,
        slug: str | None = None,
        prefetch: bool = False,
        options: RequestOptions | None = None,
    ) -> Page[Customer]:
        """Customers, newest first, a page at a time.

        Args:
            page_size: Rows on each page, 1 to 100; iterating fetches all pages.
            cursor: Pagination cursor from a previous response (ISO timestamp).
            status: Only customers with this status.
            slug: Only the customer with this slug.
            prefetch: Fetch the next page while you work on this one.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> [customer.name for customer in client.customers.list(slug="aurora")]
            ['Aurora']

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/customers/list-customers
        """
        return self._list(
            LIST_CUSTOMERS,
            query={"limit": page_size, "cursor": cursor, "status": status, "slug": slug},
            options=options,
            prefetch=prefetch,
        )

    def create(
        self,
        *,
        name: str,
        slug: str | None | UnsetType = UNSET,
        domain: str | None | UnsetType = UNSET,
        status: str | UnsetType = UNSET,
        plan: str | None | UnsetType = UNSET,
        mrr: int | None | UnsetType = UNSET,
        monthly_orders: int | None | UnsetType = UNSET,
        hubspot_company_id: str | None | UnsetType = UNSET,
        hubspot_deal_id: str | None | UnsetType = UNSET,
        stripe_customer_id: str | None | UnsetType = UNSET,
        intercom_company_id: str | None | UnsetType = UNSET,
        slack_channel_id: str | None | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
        idempotency_key: str | None = None,
        options: RequestOptions | None = None,
    ) -> Customer:
        """Create a customer. Returns 409 `slug_taken` if the slug is taken.

        Args:
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
            metadata: Free key-value data of your own.
            idempotency_key: A repeated POST with this key returns the original result, for 24 hours; at most 255 bytes.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.customers.create(name="Acme Co.", idempotency_key="2026-11-29-deal-1234").slug
            'acme-co'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/customers/create-customer
        """
        return self._call(
            CREATE_CUSTOMER,
            headers={"Idempotency-Key": idempotency_key},
            body={
                "name": name,
                "slug": slug,
                "domain": domain,
                "status": status,
                "plan": plan,
                "mrr": mrr,
                "monthly_orders": monthly_orders,
                "hubspot_company_id": hubspot_company_id,
                "hubspot_deal_id": hubspot_deal_id,
                "stripe_customer_id": stripe_customer_id,
                "intercom_company_id": intercom_company_id,
                "slack_channel_id": slack_channel_id,
                "metadata": metadata,
            },
            options=options,
        )

    def get(self, id: int | str | Customer, *, options: RequestOptions | None = None) -> Customer:
        """Fetch one customer by numeric `display_id` (shareable, appears in URLs) or canonical cuid `id`.

        Args:
            id: Numeric display_id or canonical cuid id.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.customers.get(1).name
            'Aurora'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/customers/get-customer
        """
        return self._call(GET_CUSTOMER, (id,), options=options)

    def update(
        self,
        id: int | str | Customer,
        *,
        name: str | UnsetType = UNSET,
        slug: str | None | UnsetType = UNSET,
        domain: str | None | UnsetType = UNSET,
        status: str | UnsetType = UNSET,
        plan: str | None | UnsetType = UNSET,
        mrr: int | None | UnsetType = UNSET,
        monthly_orders: int | None | UnsetType = UNSET,
        hubspot_company_id: str | None | UnsetType = UNSET,
        hubspot_deal_id: str | None | UnsetType = UNSET,
        stripe_customer_id: str | None | UnsetType = UNSET,
        intercom_company_id: str | None | UnsetType = UNSET,
        slack_channel_id: str | None | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Customer:
        """Change the fields that are sent; what is omitted stays.

        Args:
            id: Numeric display_id or canonical cuid id.
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
            metadata: Free key-value data of your own.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.customers.update(1, plan="enterprise").plan
            'enterprise'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/customers/update-customer
        """
        return self._call(
            UPDATE_CUSTOMER,
            (id,),
            body={
                "name": name,
                "slug": slug,
                "domain": domain,
                "status": status,
                "plan": plan,
                "mrr": mrr,
                "monthly_orders": monthly_orders,
                "hubspot_company_id": hubspot_company_id,
                "hubspot_deal_id": hubspot_deal_id,
                "stripe_customer_id": stripe_customer_id,
                "intercom_company_id": intercom_company_id,
                "slack_channel_id": slack_channel_id,
                "metadata": metadata,
            },
            options=options,
        )

    def delete(self, id: int | str | Customer, *, options: RequestOptions | None = None) -> Deleted:
        """Soft delete: the customer disappears from reads, and its contacts and onboardings from lists.

        Args:
            id: Numeric display_id or canonical cuid id.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.customers.delete(1).deleted
            True

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/customers/delete-customer
        """
        return self._call(DELETE_CUSTOMER, (id,), options=options)


class AsyncCustomers(AsyncResource):
    """The async `customers` operations. The central record."""

    def list(
        self,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        status: str | None = None,
        slug: str | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPages[Customer]:
        """Customers, newest first, a page at a time.

        Takes the arguments of `Customers.list`, except prefetch.
        Await it for the first page, or use `async for` for every row.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return self._list(
            LIST_CUSTOMERS,
            query={"limit": page_size, "cursor": cursor, "status": status, "slug": slug},
            options=options,
        )

    async def create(
        self,
        *,
        name: str,
        slug: str | None | UnsetType = UNSET,
        domain: str | None | UnsetType = UNSET,
        status: str | UnsetType = UNSET,
        plan: str | None | UnsetType = UNSET,
        mrr: int | None | UnsetType = UNSET,
        monthly_orders: int | None | UnsetType = UNSET,
        hubspot_company_id: str | None | UnsetType = UNSET,
        hubspot_deal_id: str | None | UnsetType = UNSET,
        stripe_customer_id: str | None | UnsetType = UNSET,
        intercom_company_id: str | None | UnsetType = UNSET,
        slack_channel_id: str | None | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
        idempotency_key: str | None = None,
        options: RequestOptions | None = None,
    ) -> Customer:
        """Create a customer. Returns 409 `slug_taken` if the slug is taken.

        Takes the arguments of `Customers.create`.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(
            CREATE_CUSTOMER,
            headers={"Idempotency-Key": idempotency_key},
            body={
                "name": name,
                "slug": slug,
                "domain": domain,
                "status": status,
                "plan": plan,
                "mrr": mrr,
                "monthly_orders": monthly_orders,
                "hubspot_company_id": hubspot_company_id,
                "hubspot_deal_id": hubspot_deal_id,
                "stripe_customer_id": stripe_customer_id,
                "intercom_company_id": intercom_company_id,
                "slack_channel_id": slack_channel_id,
                "metadata": metadata,
            },
            options=options,
        )

    async def get(self, id: int | str | Customer, *, options: RequestOptions | None = None) -> Customer:
        """Fetch one customer by numeric `display_id` (shareable, appears in URLs) or canonical cuid `id`.

        Takes the arguments of `Customers.get`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(GET_CUSTOMER, (id,), options=options)

    async def update(
        self,
        id: int | str | Customer,
        *,
        name: str | UnsetType = UNSET,
        slug: str | None | UnsetType = UNSET,
        domain: str | None | UnsetType = UNSET,
        status: str | UnsetType = UNSET,
        plan: str | None | UnsetType = UNSET,
        mrr: int | None | UnsetType = UNSET,
        monthly_orders: int | None | UnsetType = UNSET,
        hubspot_company_id: str | None | UnsetType = UNSET,
        hubspot_deal_id: str | None | UnsetType = UNSET,
        stripe_customer_id: str | None | UnsetType = UNSET,
        intercom_company_id: str | None | UnsetType = UNSET,
        slack_channel_id: str | None | UnsetType = UNSET,
        metadata: Mapping[str, Any] | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Customer:
        """Change the fields that are sent; what is omitted stays.

        Takes the arguments of `Customers.update`.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(
            UPDATE_CUSTOMER,
            (id,),
            body={
                "name": name,
                "slug": slug,
                "domain": domain,
                "status": status,
                "plan": plan,
                "mrr": mrr,
                "monthly_orders": monthly_orders,
                "hubspot_company_id": hubspot_company_id,
                "hubspot_deal_id": hubspot_deal_id,
                "stripe_customer_id": stripe_customer_id,
                "intercom_company_id": intercom_company_id,
                "slack_channel_id": slack_channel_id,
                "metadata": metadata,
            },
            options=options,
        )

    async def delete(self, id: int | str | Customer, *, options: RequestOptions | None = None) -> Deleted:
        """Soft delete: the customer disappears from reads, and its contacts and onboardings from lists.

        Takes the arguments of `Customers.delete`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(DELETE_CUSTOMER, (id,), options=options)
