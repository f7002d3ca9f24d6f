# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""People at a customer."""

import datetime
from collections.abc import Sequence

from pivotal_runtime.messages import RequestOptions
from pivotal_runtime.operations import Operation
from pivotal_runtime.pages import AsyncPages, Page
from pivotal_runtime.resource import AsyncResource, Resource
from pivotal_runtime.values import UNSET, UnsetType

from ..models.contact import Contact
from ..models.contact_list import ContactList
from ..models.customer import Customer
from ..models.deleted import Deleted

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
    """People at a customer."""

    def get(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Contact:
        """One contact, by display_id or cuid.

        Args:
            id: Numeric display_id or canonical cuid id.

        Example:
            >>> client.contacts.get(2).is_primary
            True

        Raises PivotalError. Inferred: https://docs.pivotal.app/api/reference/pivotal-api/contacts/get-contact
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
            email: Lower-cased by the server.
            title: Job title.

        Example:
            >>> client.contacts.update(2, title=None).title is None
            True

        Raises PivotalError. Documented: https://docs.pivotal.app/api/reference/pivotal-api/contacts/update-contact
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

        Example:
            >>> client.contacts.delete(2).deleted
            True

        Raises PivotalError. Documented: https://docs.pivotal.app/api/reference/pivotal-api/contacts/delete-contact
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
            page_size: Rows a page, 1 to 100; a walk fetches all pages.
            cursor: Pagination cursor from a previous response (ISO timestamp).
            prefetch: Fetch the next page while this one is worked on.

        Example:
            >>> client.contacts.list(1).first().email
            'ada@aurora.example'

        Raises PivotalError. Example: https://docs.pivotal.app/api/reference/pivotal-api/contacts/list-customer-contacts
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
        """Create a contact. The e-mail address is lower-cased; one that is taken answers 409 `email_taken`.

        Args:
            customer_id: Numeric display_id or canonical cuid id.
            email: Lower-cased by the server.
            title: Job title.
            idempotency_key: Makes a repeated POST answer as the first did, for 24 hours; at most 255 bytes.

        Example:
            >>> client.contacts.create(1, name="Grace", email="Grace@aurora.example").email
            'grace@aurora.example'

        Raises PivotalError. Documented: https://docs.pivotal.app/api/reference/pivotal-api/contacts/create-customer-contact
        """
        return self._call(
            CREATE_CUSTOMER_CONTACT,
            (customer_id,),
            headers={"Idempotency-Key": idempotency_key},
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )


class AsyncContacts(AsyncResource):
    """People at a customer."""

    async def get(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Contact:
        """Retrieve a contact: as `Contacts.get`, to be awaited."""
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
        """Update a contact: as `Contacts.update`, to be awaited."""
        return await self._call(
            UPDATE_CONTACT,
            (id,),
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )

    async def delete(self, id: int | str | Contact, *, options: RequestOptions | None = None) -> Deleted:
        """Delete a contact: as `Contacts.delete`, to be awaited."""
        return await self._call(DELETE_CONTACT, (id,), options=options)

    def list(
        self,
        customer_id: int | str | Customer,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPages[Contact]:
        """List a customer's contacts: as `Contacts.list`, to be awaited."""
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
        """Add a contact to a customer: as `Contacts.create`, to be awaited."""
        return await self._call(
            CREATE_CUSTOMER_CONTACT,
            (customer_id,),
            headers={"Idempotency-Key": idempotency_key},
            body={"name": name, "email": email, "title": title, "is_primary": is_primary, "labels": labels},
            options=options,
        )
