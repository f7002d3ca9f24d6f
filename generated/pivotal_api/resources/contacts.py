# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""The `contacts` operations. People at a customer."""

import datetime
from collections.abc import Sequence

from pivotal_runtime.base_models import UNSET, UnsetType
from pivotal_runtime.http_messages import RequestOptions
from pivotal_runtime.operations import Operation
from pivotal_runtime.resource import AsyncResource, Resource

from ..models.contact import Contact
from ..models.contact_list import ContactList
from ..models.customer import Customer
from ..models.deleted import Deleted
from ..pages import AsyncPages, Page

__all__ = ["AsyncContacts", "Contacts"]

GET_CONTACT: Operation[Contact] = Operation("get-contact", "GET", "/api/v1/contacts/{id}", Contact, owners=("contact",))
UPDATE_CONTACT: Operation[Contact] = Operation(
    "update-contact", "PATCH", "/api/v1/contacts/{id}", Contact, owners=("contact",)
)
DELETE_CONTACT: Operation[Deleted] = Operation(
    "delete-contact", "DELETE", "/api/v1/contacts/{id}", Deleted, owners=("contact",)
)
LIST_CUSTOMER_CONTACTS: Operation[ContactList] = Operation(
    "list-customer-contacts",
    "GET",
    "/api/v1/customers/{customerId}/contacts",
    ContactList,
    owners=("customer",),
    bounds={"limit": ("page_size", int, 1, 100)},
)
CREATE_CUSTOMER_CONTACT: Operation[Contact] = Operation(
    "create-customer-contact",
    "POST",
    "/api/v1/customers/{customerId}/contacts",
    Contact,
    owners=("customer",),
    bounds={"Idempotency-Key": ("idempotency_key", str | None, 1, 255)},
)


class Contacts(Resource):
    """The `contacts` operations. People at a customer."""

    def get(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Contact:
        """One contact, by display_id or cuid.

        Args:
            id: Numeric display_id or canonical cuid id.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Contact not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.contacts.get(2).is_primary
            True

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/contacts/get-contact
        """
        return self._call(GET_CONTACT, (id,), options=options)

    def update(
        self,
        id: int | str | Contact,
        *,
        name: str | UnsetType = UNSET,
        email: str | UnsetType = UNSET,
        title: str | None | UnsetType = UNSET,
        is_primary: bool | UnsetType = UNSET,
        labels: Sequence[str] | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Change the fields that are sent; what is omitted stays.

        Args:
            id: Numeric display_id or canonical cuid id.
            name: Name of the contact.
            email: Lower-cased by the server.
            title: Job title.
            is_primary: Whether this is the customer's primary contact.
            labels: Labels of the contact.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Contact not found (404).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.contacts.update(2, title=None).title is None
            True

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/contacts/update-contact
        """
        return self._call(
            UPDATE_CONTACT,
            (id,),
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )

    def delete(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Deleted:
        """Soft delete: the contact disappears from reads.

        Args:
            id: Numeric display_id or canonical cuid id.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Contact not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.contacts.delete(2).deleted
            True

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/contacts/delete-contact
        """
        return self._call(DELETE_CONTACT, (id,), options=options)

    def list(
        self,
        customer_id: int | str | Customer,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        prefetch: bool = False,
        options: RequestOptions | None = None,
    ) -> Page[Contact]:
        """Contacts of one customer, newest first, a page at a time.

        Args:
            customer_id: Numeric display_id or canonical cuid id.
            page_size: Rows on each page, 1 to 100; iterating fetches all pages.
            cursor: Pagination cursor from a previous response (ISO timestamp).
            prefetch: Fetch the next page while you work on this one.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.contacts.list(1).first().email
            'ada@aurora.example'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/contacts/list-customer-contacts
        """
        return self._list(
            LIST_CUSTOMER_CONTACTS,
            (customer_id,),
            query={"limit": page_size, "cursor": cursor},
            options=options,
            prefetch=prefetch,
        )

    def create(
        self,
        customer_id: int | str | Customer,
        *,
        name: str,
        email: str,
        title: str | None | UnsetType = UNSET,
        is_primary: bool | UnsetType = UNSET,
        labels: Sequence[str] | UnsetType = UNSET,
        idempotency_key: str | None = None,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Create a contact. The e-mail address is lower-cased. Returns 409 `email_taken` if it is taken.

        Args:
            customer_id: Numeric display_id or canonical cuid id.
            name: Name of the contact.
            email: Lower-cased by the server.
            title: Job title.
            is_primary: Whether this is the customer's primary contact.
            labels: Labels of the contact.
            idempotency_key: A repeated POST with this key returns the original result, for 24 hours; at most 255 bytes.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.contacts.create(1, name="Grace", email="Grace@aurora.example").email
            'grace@aurora.example'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/contacts/create-customer-contact
        """
        return self._call(
            CREATE_CUSTOMER_CONTACT,
            (customer_id,),
            headers={"Idempotency-Key": idempotency_key},
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )


class AsyncContacts(AsyncResource):
    """The async `contacts` operations. People at a customer."""

    async def get(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Contact:
        """One contact, by display_id or cuid.

        Takes the arguments of `Contacts.get`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Contact not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(GET_CONTACT, (id,), options=options)

    async def update(
        self,
        id: int | str | Contact,
        *,
        name: str | UnsetType = UNSET,
        email: str | UnsetType = UNSET,
        title: str | None | UnsetType = UNSET,
        is_primary: bool | UnsetType = UNSET,
        labels: Sequence[str] | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Change the fields that are sent; what is omitted stays.

        Takes the arguments of `Contacts.update`.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Contact not found (404).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(
            UPDATE_CONTACT,
            (id,),
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )

    async def delete(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Deleted:
        """Soft delete: the contact disappears from reads.

        Takes the arguments of `Contacts.delete`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Contact not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(DELETE_CONTACT, (id,), options=options)

    def list(
        self,
        customer_id: int | str | Customer,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPages[Contact]:
        """Contacts of one customer, newest first, a page at a time.

        Takes the arguments of `Contacts.list`, except prefetch.
        Await it for the first page, or use `async for` for every row.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return self._list(
            LIST_CUSTOMER_CONTACTS, (customer_id,), query={"limit": page_size, "cursor": cursor}, options=options
        )

    async def create(
        self,
        customer_id: int | str | Customer,
        *,
        name: str,
        email: str,
        title: str | None | UnsetType = UNSET,
        is_primary: bool | UnsetType = UNSET,
        labels: Sequence[str] | UnsetType = UNSET,
        idempotency_key: str | None = None,
        options: RequestOptions | None = None,
    ) -> Contact:
        """Create a contact. The e-mail address is lower-cased. Returns 409 `email_taken` if it is taken.

        Takes the arguments of `Contacts.create`.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            ConflictError: Conflict with an existing record (409).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(
            CREATE_CUSTOMER_CONTACT,
            (customer_id,),
            headers={"Idempotency-Key": idempotency_key},
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )
