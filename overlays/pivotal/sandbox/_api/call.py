"""A call of an operation."""

from collections.abc import Sequence

from attrs import define, field
from pivotal_runtime.base_models import NOT_JSON
from pivotal_runtime.description import Body

from pivotal._value_checks import Invalid, mapping
from pivotal.sandbox._api.paging import parse_query
from pivotal.sandbox._contract.catalog import Catalog
from pivotal.sandbox._contract.checks import BodyField, check_body
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Request, Values
from pivotal.sandbox._state.keys import KeyRecord
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._webhooks.events import Event

JSON_TYPE = "application/json"


@define
class Call:
    """A call of an operation: the request, its key and time, and the events that it has caused so far."""

    store: Store
    catalog: Catalog
    request: Request
    key: KeyRecord
    path_ids: tuple[str, ...]
    now: int
    id_seed: int
    distinct_times: bool
    events: list[Event] = field(factory=list[Event])

    def body(self, media_type: str, *, required: bool = True) -> Values:
        """Return the body. Raises ApiError (400) if it is not a JSON object."""
        if not self.request.body and not required:
            return {}
        content = self.request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content not in (media_type.partition(";")[0].strip().lower(), JSON_TYPE, ""):
            message = f"Send the body as {media_type}, not {content}."
            raise ApiError(400, "invalid_content_type", message, "Content-Type")
        try:
            return mapping(self.request.json())
        except NOT_JSON as error:
            raise ApiError(400, "invalid_json", "The body is not valid JSON.") from error
        except Invalid as invalid:
            raise ApiError(400, invalid.code, "The body must be an object.") from invalid

    def sent(self, fields: Sequence[BodyField], body: Body, *, closed: bool = False) -> Values:
        """Return the properties that the body sends, validated. Raises ApiError (400) if one is missing or invalid."""
        return check_body(fields, self.body(body.media_type, required=body.required), closed=closed)

    def query(self) -> dict[str, list[str]]:
        """Return the values of each query parameter."""
        return parse_query(self.request.query)
