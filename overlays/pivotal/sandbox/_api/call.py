"""A call of an operation."""

from attrs import define, field
from pivotal_runtime.base_models import NOT_JSON

from pivotal.sandbox._api.paging import parse_query
from pivotal.sandbox._api.resources import Resource
from pivotal.sandbox._api.validation import Invalid, check_body, mapping
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Request, Values
from pivotal.sandbox._state.keys import KeyRecord
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._webhooks.events import Event

_ACCEPTED_CONTENT = ("application/json", "")


@define
class Call:
    """A call of an operation: the request, its key and time, and the events that it has caused so far."""

    store: Store
    request: Request
    key: KeyRecord
    path_ids: tuple[str, ...]
    now: int
    id_seed: int
    distinct_times: bool
    events: list[Event] = field(factory=list[Event])

    @property
    def path_id(self) -> str:
        """The id in a path that has one."""
        (path_id,) = self.path_ids
        return path_id

    def body(self) -> Values:
        """Return the body. Raises ApiError (400) if it is not a JSON object."""
        content = self.request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content not in _ACCEPTED_CONTENT:
            message = f"Send the body as application/json, not {content}."
            raise ApiError(400, "invalid_content_type", message, "Content-Type")
        try:
            return mapping(self.request.json())
        except NOT_JSON as error:
            raise ApiError(400, "invalid_json", "The body is not valid JSON.") from error
        except Invalid as invalid:
            raise ApiError(400, invalid.code, "The body must be an object.") from invalid

    def sent(self, resource: Resource) -> Values:
        """Return the fields that the body sends, validated. Raises ApiError (400) if one is missing or invalid."""
        return check_body(resource.fields, self.body(), creation=self.request.method == "POST")

    def query(self) -> dict[str, str]:
        """Return the query's parameters."""
        return parse_query(self.request.query)
