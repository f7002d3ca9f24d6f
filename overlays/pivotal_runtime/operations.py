"""An operation of the contract as data: it builds requests and parses responses. No I/O."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypedDict, TypeVar, Unpack, cast, get_args
from urllib.parse import urlencode

import msgspec

from .base_models import UNSET, adopt
from .bodies import encode_content, is_json
from .decoding import decode
from .encoding import builtin_value, check_headers, query_pairs, styled_query, text_value
from .error_responses import invalid_response, status_error
from .errors import InvalidArgumentError, shown, with_article
from .forks import fork_safe, importing
from .http_messages import Request, RequestOptions, Response
from .ids import path_segment, reference
from .json_errors import NOT_JSON
from .option_checks import check_groups

Bounds = tuple[str, Any, float | None, float | None]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@fork_safe
class Operation(msgspec.Struct, Generic[T_co], frozen=True, eq=False, dict=True):
    """One operation of the contract, as data.

    Attributes:
        id: The operationId, which never changes within v1.
        method: The HTTP method.
        path: The path template.
        result: The type of a successful result.
        owners: For each path parameter, the kind of record that it names, such as `customer`.
        references: The same for query parameters and body fields that contain an id.
        authenticated: Whether it needs an API key.
        bounds: By parameter: its argument, its type, and the lowest and highest value (of a string: its length).
        results: The types of successful results by status, where they differ from `result`.
        content_type: The media type of the body.
        accept: The media type of the result.
        whole_body: Whether the body is one value, passed as `body`, instead of fields.
        styles: By query parameter: how a list or an object is written, if not as one parameter for each item.
    """

    id: str
    method: str
    path: str
    result: type[T_co] | Any
    owners: tuple[str | None, ...] = ()
    references: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])
    authenticated: bool = True
    bounds: Mapping[str, Bounds] = msgspec.field(default_factory=dict[str, Bounds])
    results: Mapping[int, Any] = msgspec.field(default_factory=dict[int, Any])
    content_type: str = "application/json"
    accept: str = "application/json"
    whole_body: bool = False
    styles: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    @cached_property
    def _decoders(self) -> dict[Any, msgspec.json.Decoder[T_co]]:
        return {kind: msgspec.json.Decoder(kind) for kind in (self.result, *self.results.values())}

    @cached_property
    def _parts(self) -> list[str]:
        return re.split(r"\{[^}]*\}", self.path)

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path}>"

    def request(
        self,
        base_url: str,
        path: Sequence[object] = (),
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        options: RequestOptions | None = None,
    ) -> Request:
        """Build the request. Raises InvalidArgumentError for values that can't be sent."""
        if options:
            check_groups(options)
        options = options or {}
        if unknown := options.keys() - RequestOptions.__annotations__.keys():
            raise InvalidArgumentError(f"options: there is no {', '.join(map(shown, unknown))}; see RequestOptions.")
        if len(path) != len(self.owners):
            raise InvalidArgumentError(f"{self.id}: {self.path} takes {len(self.owners)} ids, got {len(path)}.")
        segments = [path_segment(value, owner) for value, owner in zip(path, self.owners, strict=True)]
        url = base_url + "".join(a + b for a, b in zip(self._parts, [*segments, ""], strict=True))
        self._check({**(query or {}), **(headers or {})})
        query = styled_query(self._resolved(query), self.styles)
        if pairs := query_pairs({**query, **options.get("extra_query", {})}):
            url = f"{url}?{urlencode(pairs)}"
        sent = {name: text_value(name, value) for name, value in (headers or {}).items() if value is not None}
        sent.update(options.get("headers", {}))
        content = None
        if body is not None or "extra_body" in options:
            fields = {**self._resolved(body), **options.get("extra_body", {})}
            if encoded := encode_content(self.content_type, fields, whole=self.whole_body):
                content, sent["Content-Type"] = encoded
        if self.accept != "application/json":
            sent = {"Accept": self.accept, **sent}
        check_headers(sent)
        return Request(
            self.method,
            url,
            {name.lower(): value for name, value in sent.items()},
            content=content,
            authenticated=self.authenticated,
            operation=self.id,
            timeout=options.get("timeout", UNSET),
            invalid_rows=options.get("invalid_rows", "raise"),
        )

    def parse(self, response: Response) -> T_co:
        """Return the result of a response.

        Raises:
            APIStatusError: The status is not a success.
            InvalidResponseError: The content doesn't match the contract.
        """
        if not 200 <= response.status < 300:
            return cast(T_co, _result_of_error(response, self.result))
        expected: Any = self.results.get(response.status, self.result)
        if expected is bytes:
            return cast(T_co, response.content)
        if expected is str and not is_json(self.accept):
            return cast(T_co, _text(response))
        takes_none = expected is type(None) or type(None) in get_args(expected)
        try:
            result = decode(response.content or (b"null" if takes_none else b""), self._decoders[expected])
        except msgspec.ValidationError as error:
            page = _without_invalid_rows(response, expected)
            if page is not None:
                return cast(T_co, page)
            expected = getattr(expected, "__name__", expected)
            raise invalid_response(response, f"not {with_article(expected)}: {error}") from error
        except NOT_JSON as error:
            raise invalid_response(response, f"not JSON: {error}") from error
        adopt(result, response)
        return result

    def _resolved(self, fields: Mapping[str, Any] | None) -> Mapping[str, Any]:
        """Replace models and numbers that stand for an id by the id."""
        fields = fields or {}
        return {
            **fields,
            **{name: reference(fields[name], owner) for name, owner in self.references.items() if name in fields},
        }

    def _check(self, parameters: Mapping[str, Any]) -> None:
        for wire, (name, kind, low, high) in self.bounds.items():
            if wire not in parameters:
                continue
            value = builtin_value(parameters[wire])
            if _is_null(value, kind):
                continue
            is_string = isinstance("", kind)
            if isinstance(value, bool) or not isinstance(value, kind):
                expected = "a string" if is_string else "a number"
                raise InvalidArgumentError(f"{name}: got {type(value).__name__}; pass {expected}.")
            size, unit = _size(wire, value) if is_string else (value, "")
            if not (low is None or size >= low) or not (high is None or size <= high):
                limits = (("at least", low), ("at most", high))
                allowed = ", ".join(f"{word} {limit}" for word, limit in limits if limit is not None)
                raise InvalidArgumentError(f"{name}: {shown(size)}{unit}; it must be {allowed}.")


def _is_null(value: object, kind: Any) -> bool:
    return value is None and isinstance(None, kind)


def _size(wire: str, value: str) -> tuple[int, str]:
    """Return the length of a string in characters; that of an idempotency key is limited in bytes."""
    if wire == "Idempotency-Key":
        return len(value.encode(errors="surrogatepass")), " bytes"
    return len(value), " characters"


def _without_invalid_rows(response: Response, kind: Any) -> Any:
    if response.request.invalid_rows == "raise":
        return None
    with importing:
        from .invalid_rows import without_invalid_rows  # not at the start: few programs need it
    return without_invalid_rows(response, kind)


def _result_of_error(response: Response, kind: Any) -> Any:
    with importing:
        from .repeated_deletes import has_deleted_before, result_of_deleted  # not at the start: few programs need it
    if has_deleted_before(response):
        return result_of_deleted(response, kind)
    raise status_error(response)


def _text(response: Response) -> str:
    charset = re.search(r"charset=\"?([\w.:-]+)", response.headers.get("content-type", ""), re.IGNORECASE)
    try:
        return response.content.decode(charset[1] if charset else "utf-8")
    except (UnicodeError, LookupError) as error:
        raise invalid_response(response, f"not text: {error}") from error


class CallParts(TypedDict, total=False):
    """The parts of a call beside its path."""

    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Mapping[str, Any]
    options: RequestOptions | None


class Caller(Protocol):
    """A client that resources make their calls through: a plain Client, or a PivotalApi."""

    def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make the call and return its result."""
        ...


class AsyncCaller(Protocol):
    """An async client that resources make their calls through."""

    async def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make the call and return its result."""
        ...
