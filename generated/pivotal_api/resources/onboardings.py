# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""The `onboardings` operations. Runs from signed deal to launch."""

import datetime

from pivotal_runtime.base_models import UNSET, UnsetType
from pivotal_runtime.http_messages import RequestOptions
from pivotal_runtime.operations import Operation
from pivotal_runtime.resource import AsyncResource, Resource

from ..models.customer import Customer
from ..models.deleted import Deleted
from ..models.onboarding import Onboarding
from ..models.onboarding_list import OnboardingList
from ..models.phase import Phase, PhaseValue
from ..models.state import State, StateValue
from ..pages import AsyncPages, Page

__all__ = ["AsyncOnboardings", "Onboardings"]

LIST_CUSTOMER_ONBOARDINGS: Operation[OnboardingList] = Operation(
    "list-customer-onboardings",
    "GET",
    "/api/v1/customers/{customerId}/onboardings",
    OnboardingList,
    owners=("customer",),
    bounds={"limit": ("page_size", int, 1, 100)},
)
LIST_ONBOARDINGS: Operation[OnboardingList] = Operation(
    "list-onboardings",
    "GET",
    "/api/v1/onboardings",
    OnboardingList,
    references={"customer_id": "customer"},
    bounds={"limit": ("page_size", int, 1, 100)},
)
CREATE_ONBOARDING: Operation[Onboarding] = Operation(
    "create-onboarding",
    "POST",
    "/api/v1/onboardings",
    Onboarding,
    references={"customer_id": "customer"},
    bounds={"Idempotency-Key": ("idempotency_key", str | None, 1, 255)},
)
GET_ONBOARDING: Operation[Onboarding] = Operation(
    "get-onboarding", "GET", "/api/v1/onboardings/{id}", Onboarding, owners=("onboarding",)
)
UPDATE_ONBOARDING: Operation[Onboarding] = Operation(
    "update-onboarding", "PATCH", "/api/v1/onboardings/{id}", Onboarding, owners=("onboarding",)
)
DELETE_ONBOARDING: Operation[Deleted] = Operation(
    "delete-onboarding", "DELETE", "/api/v1/onboardings/{id}", Deleted, owners=("onboarding",)
)


class Onboardings(Resource):
    """The `onboardings` operations. Runs from signed deal to launch."""

    def list_for_customer(
        self,
        customer_id: int | str | Customer,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        prefetch: bool = False,
        options: RequestOptions | None = None,
    ) -> Page[Onboarding]:
        """Onboardings of one customer, newest first, a page at a time.

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
            >>> client.onboardings.list_for_customer(1).first().phase.value
            'before_getting_started'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/onboardings/list-customer-onboardings
        """
        return self._list(
            LIST_CUSTOMER_ONBOARDINGS,
            (customer_id,),
            query={"limit": page_size, "cursor": cursor},
            options=options,
            prefetch=prefetch,
        )

    def list(
        self,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        customer_id: int | str | Customer | None = None,
        state: State | StateValue | None = None,
        phase: Phase | PhaseValue | None = None,
        prefetch: bool = False,
        options: RequestOptions | None = None,
    ) -> Page[Onboarding]:
        """Onboardings, newest first, a page at a time. State `waiting` is derived from `waiting_on_customer = true`.

        Args:
            page_size: Rows on each page, 1 to 100; iterating fetches all pages.
            cursor: Pagination cursor from a previous response (ISO timestamp).
            customer_id: Filter by customer (display_id or cuid).
            state: Only onboardings in this state.
            phase: Only onboardings in this phase.
            prefetch: Fetch the next page while you work on this one.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid query parameter (400).
            AuthenticationError: Missing or invalid API key (401).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.onboardings.list(phase="launch").to_list()
            []

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/onboardings/list-onboardings
        """
        return self._list(
            LIST_ONBOARDINGS,
            query={"limit": page_size, "cursor": cursor, "customer_id": customer_id, "state": state, "phase": phase},
            options=options,
            prefetch=prefetch,
        )

    def create(
        self,
        *,
        customer_id: int | str | Customer,
        template_id: str | None | UnsetType = UNSET,
        phase: Phase | PhaseValue | UnsetType = UNSET,
        state: State | StateValue | UnsetType = UNSET,
        started_at: datetime.datetime | str | None | UnsetType = UNSET,
        completed_at: datetime.datetime | str | None | UnsetType = UNSET,
        target_launch_date: datetime.date | str | None | UnsetType = UNSET,
        csm_id: str | None | UnsetType = UNSET,
        se_id: str | None | UnsetType = UNSET,
        designer_id: str | None | UnsetType = UNSET,
        product_ops_id: str | None | UnsetType = UNSET,
        notes: str | None | UnsetType = UNSET,
        waiting_on_customer: bool | UnsetType = UNSET,
        idempotency_key: str | None = None,
        options: RequestOptions | None = None,
    ) -> Onboarding:
        """Open an onboarding for a customer.

        Args:
            customer_id: The customer to onboard.
            template_id: Id of the onboarding's template.
            phase: Where an onboarding stands, in order; `completed` is terminal.
            state: How an onboarding is doing; `waiting` is derived from `waiting_on_customer = true`.
            started_at: When the onboarding started; null if it has not.
            completed_at: When the onboarding was completed; null if it has not been.
            target_launch_date: When the launch is planned: a date, or a datetime with a time zone.
            csm_id: Id of the assigned CSM (customer success manager).
            se_id: Id of the assigned SE.
            designer_id: Id of the assigned designer.
            product_ops_id: Id of the person assigned from product operations.
            notes: Notes on the onboarding.
            waiting_on_customer: Whether the onboarding waits for the customer. True makes the state `waiting`.
            idempotency_key: A repeated POST with this key returns the original result, for 24 hours; at most 255 bytes.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.onboardings.create(customer_id=client.customers.get(1)).state.value
            'active'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/onboardings/create-onboarding
        """
        return self._call(
            CREATE_ONBOARDING,
            headers={"Idempotency-Key": idempotency_key},
            body={
                "customer_id": customer_id,
                "template_id": template_id,
                "phase": phase,
                "state": state,
                "started_at": started_at,
                "completed_at": completed_at,
                "target_launch_date": target_launch_date,
                "csm_id": csm_id,
                "se_id": se_id,
                "designer_id": designer_id,
                "product_ops_id": product_ops_id,
                "notes": notes,
                "waiting_on_customer": waiting_on_customer,
            },
            options=options,
        )

    def get(self, id: int | str | Onboarding, *, options: RequestOptions | None = None) -> Onboarding:
        """One onboarding, by display_id or cuid.

        Args:
            id: Numeric display_id or canonical cuid id.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Onboarding not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.onboardings.get(3).state.value
            'active'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/onboardings/get-onboarding
        """
        return self._call(GET_ONBOARDING, (id,), options=options)

    def update(
        self,
        id: int | str | Onboarding,
        *,
        template_id: str | None | UnsetType = UNSET,
        phase: Phase | PhaseValue | UnsetType = UNSET,
        state: State | StateValue | UnsetType = UNSET,
        started_at: datetime.datetime | str | None | UnsetType = UNSET,
        completed_at: datetime.datetime | str | None | UnsetType = UNSET,
        target_launch_date: datetime.date | str | None | UnsetType = UNSET,
        csm_id: str | None | UnsetType = UNSET,
        se_id: str | None | UnsetType = UNSET,
        designer_id: str | None | UnsetType = UNSET,
        product_ops_id: str | None | UnsetType = UNSET,
        notes: str | None | UnsetType = UNSET,
        waiting_on_customer: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Onboarding:
        """Change the fields that are sent; what is omitted stays. Move a phase, set a state.

        Args:
            id: Numeric display_id or canonical cuid id.
            template_id: Id of the onboarding's template.
            phase: Where an onboarding stands, in order; `completed` is terminal.
            state: How an onboarding is doing; `waiting` is derived from `waiting_on_customer = true`.
            started_at: When the onboarding started; null if it has not.
            completed_at: When the onboarding was completed; null if it has not been.
            target_launch_date: When the launch is planned: a date, or a datetime with a time zone.
            csm_id: Id of the assigned CSM (customer success manager).
            se_id: Id of the assigned SE.
            designer_id: Id of the assigned designer.
            product_ops_id: Id of the person assigned from product operations.
            notes: Notes on the onboarding.
            waiting_on_customer: Whether the onboarding waits for the customer. True makes the state `waiting`.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Onboarding not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.onboardings.update(3, phase="launch").phase.value
            'launch'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/onboardings/update-onboarding
        """
        return self._call(
            UPDATE_ONBOARDING,
            (id,),
            body={
                "template_id": template_id,
                "phase": phase,
                "state": state,
                "started_at": started_at,
                "completed_at": completed_at,
                "target_launch_date": target_launch_date,
                "csm_id": csm_id,
                "se_id": se_id,
                "designer_id": designer_id,
                "product_ops_id": product_ops_id,
                "notes": notes,
                "waiting_on_customer": waiting_on_customer,
            },
            options=options,
        )

    def delete(self, id: int | str | Onboarding, *, options: RequestOptions | None = None) -> Deleted:
        """Soft delete: the onboarding disappears from reads.

        Args:
            id: Numeric display_id or canonical cuid id.
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Onboarding not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.onboardings.delete(3).deleted
            True

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/onboardings/delete-onboarding
        """
        return self._call(DELETE_ONBOARDING, (id,), options=options)


class AsyncOnboardings(AsyncResource):
    """The async `onboardings` operations. Runs from signed deal to launch."""

    def list_for_customer(
        self,
        customer_id: int | str | Customer,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPages[Onboarding]:
        """Onboardings of one customer, newest first, a page at a time.

        Takes the arguments of `Onboardings.list_for_customer`, except prefetch.
        Await it for the first page, or use `async for` for every row.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return self._list(
            LIST_CUSTOMER_ONBOARDINGS, (customer_id,), query={"limit": page_size, "cursor": cursor}, options=options
        )

    def list(
        self,
        *,
        page_size: int = 100,
        cursor: datetime.datetime | str | None = None,
        customer_id: int | str | Customer | None = None,
        state: State | StateValue | None = None,
        phase: Phase | PhaseValue | None = None,
        options: RequestOptions | None = None,
    ) -> AsyncPages[Onboarding]:
        """Onboardings, newest first, a page at a time. State `waiting` is derived from `waiting_on_customer = true`.

        Takes the arguments of `Onboardings.list`, except prefetch.
        Await it for the first page, or use `async for` for every row.

        Raises:
            InvalidRequestError: Invalid query parameter (400).
            AuthenticationError: Missing or invalid API key (401).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return self._list(
            LIST_ONBOARDINGS,
            query={"limit": page_size, "cursor": cursor, "customer_id": customer_id, "state": state, "phase": phase},
            options=options,
        )

    async def create(
        self,
        *,
        customer_id: int | str | Customer,
        template_id: str | None | UnsetType = UNSET,
        phase: Phase | PhaseValue | UnsetType = UNSET,
        state: State | StateValue | UnsetType = UNSET,
        started_at: datetime.datetime | str | None | UnsetType = UNSET,
        completed_at: datetime.datetime | str | None | UnsetType = UNSET,
        target_launch_date: datetime.date | str | None | UnsetType = UNSET,
        csm_id: str | None | UnsetType = UNSET,
        se_id: str | None | UnsetType = UNSET,
        designer_id: str | None | UnsetType = UNSET,
        product_ops_id: str | None | UnsetType = UNSET,
        notes: str | None | UnsetType = UNSET,
        waiting_on_customer: bool | UnsetType = UNSET,
        idempotency_key: str | None = None,
        options: RequestOptions | None = None,
    ) -> Onboarding:
        """Open an onboarding for a customer.

        Takes the arguments of `Onboardings.create`.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Customer not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(
            CREATE_ONBOARDING,
            headers={"Idempotency-Key": idempotency_key},
            body={
                "customer_id": customer_id,
                "template_id": template_id,
                "phase": phase,
                "state": state,
                "started_at": started_at,
                "completed_at": completed_at,
                "target_launch_date": target_launch_date,
                "csm_id": csm_id,
                "se_id": se_id,
                "designer_id": designer_id,
                "product_ops_id": product_ops_id,
                "notes": notes,
                "waiting_on_customer": waiting_on_customer,
            },
            options=options,
        )

    async def get(self, id: int | str | Onboarding, *, options: RequestOptions | None = None) -> Onboarding:
        """One onboarding, by display_id or cuid.

        Takes the arguments of `Onboardings.get`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Onboarding not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(GET_ONBOARDING, (id,), options=options)

    async def update(
        self,
        id: int | str | Onboarding,
        *,
        template_id: str | None | UnsetType = UNSET,
        phase: Phase | PhaseValue | UnsetType = UNSET,
        state: State | StateValue | UnsetType = UNSET,
        started_at: datetime.datetime | str | None | UnsetType = UNSET,
        completed_at: datetime.datetime | str | None | UnsetType = UNSET,
        target_launch_date: datetime.date | str | None | UnsetType = UNSET,
        csm_id: str | None | UnsetType = UNSET,
        se_id: str | None | UnsetType = UNSET,
        designer_id: str | None | UnsetType = UNSET,
        product_ops_id: str | None | UnsetType = UNSET,
        notes: str | None | UnsetType = UNSET,
        waiting_on_customer: bool | UnsetType = UNSET,
        options: RequestOptions | None = None,
    ) -> Onboarding:
        """Change the fields that are sent; what is omitted stays. Move a phase, set a state.

        Takes the arguments of `Onboardings.update`.

        Raises:
            InvalidRequestError: Invalid request body (400).
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Onboarding not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(
            UPDATE_ONBOARDING,
            (id,),
            body={
                "template_id": template_id,
                "phase": phase,
                "state": state,
                "started_at": started_at,
                "completed_at": completed_at,
                "target_launch_date": target_launch_date,
                "csm_id": csm_id,
                "se_id": se_id,
                "designer_id": designer_id,
                "product_ops_id": product_ops_id,
                "notes": notes,
                "waiting_on_customer": waiting_on_customer,
            },
            options=options,
        )

    async def delete(self, id: int | str | Onboarding, *, options: RequestOptions | None = None) -> Deleted:
        """Soft delete: the onboarding disappears from reads.

        Takes the arguments of `Onboardings.delete`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            NotFoundError: Onboarding not found (404).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(DELETE_ONBOARDING, (id,), options=options)
