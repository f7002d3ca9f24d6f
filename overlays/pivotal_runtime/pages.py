"""Lists, page by page: a walk as a small state machine, and its sync and async drivers."""

import math
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from .encoding import builtin_value
from .errors import InvalidArgumentError, InvalidResponseError, PaginationError, PivotalError, shown
from .http_messages import Response
from .walks import Prefetch

if TYPE_CHECKING:
    from .arrow import Batches

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_MOST_WITHOUT_NEWS = 10  # pages; filters may leave some of them empty


class Envelope(Protocol[T_co]):
    """The result of every list operation."""

    @property
    def data(self) -> "Sequence[T_co]": ...
    @property
    def has_more(self) -> bool: ...
    @property
    def next_cursor(self) -> str | None: ...
    @property
    def response(self) -> Response: ...


class Walk(Generic[T]):
    """The state of a walk: which rows are new, and when to stop. No I/O."""

    def __init__(self, max_items: int | None = None) -> None:
        self._left = math.inf if max_items is None else max_items
        self._cursors: set[str] = set()
        self._edge: set[str] = set()
        self._pages: set[int] = set()
        self._without_news = 0

    def rows(self, page: Envelope[T]) -> list[T]:
        """Return the rows of a page that were not on the page before; none of a page that came before."""
        ids = [getattr(row, "id", None) for row in page.data]
        known = hash(tuple(ids))  # not the ids: a walk may be long
        repeated = known in self._pages and None not in ids
        new = [] if repeated else [row for row, row_id in zip(page.data, ids, strict=True) if row_id not in self._edge]
        self._pages.add(known)
        self._edge = {row_id for row_id in ids if row_id is not None}
        self._without_news = 0 if new else self._without_news + 1
        self._left -= len(new)
        return new

    def continues(self, page: Envelope[T]) -> bool:
        """Return whether there is another page, and its rows are wanted."""
        return page.has_more and self._left > 0

    def cursor(self, page: Envelope[T]) -> str:
        """Return the cursor of the next page, which must exist.

        Raises:
            PaginationError: The cursor is missing, empty or was used before, or the last pages had no new rows.
        """
        cursor: Any = page.next_cursor  # the contract of a list may allow that it is absent
        if fault := self._fault(cursor):
            raise PaginationError(f"The server reports more rows, but {fault}; the walk stops here.")
        self._cursors.add(cursor)
        return str(cursor)

    def _fault(self, cursor: Any) -> str | None:
        if not isinstance(cursor, str):
            return "sends no cursor"
        if not cursor:
            return "sends an empty cursor"
        if cursor in self._cursors:
            return f"repeats the cursor {cursor!r}"
        if self._without_news >= _MOST_WITHOUT_NEWS:
            return f"the last {self._without_news} pages had no new ones"
        return None


def _checked(max_items: object) -> int | None:
    """Return the limit of a walk. Raises InvalidArgumentError if it is none."""
    number = builtin_value(max_items)
    if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 1):
        raise InvalidArgumentError(f"max_items is {shown(max_items)}; pass a whole number from 1 on, or None for all.")
    return number


class _Page(Generic[T]):
    """Everything that sync and async pages have in common."""

    def __init__(self, envelope: Envelope[T]) -> None:
        self._envelope = envelope

    @property
    def data(self) -> "list[T]":
        """The rows of this page."""
        return list(self._envelope.data)

    @property
    def has_more(self) -> bool:
        """Whether older rows remain. Don't infer it from the number of rows."""
        return self._envelope.has_more

    @property
    def next_cursor(self) -> str | None:
        """The cursor of the next page."""
        cursor: Any = self._envelope.next_cursor
        return cursor if isinstance(cursor, str) else None

    @property
    def response(self) -> Response:
        """The response that contained the page."""
        return self._envelope.response

    @property
    def invalid_rows(self) -> tuple[InvalidResponseError, ...]:
        """The errors of the rows that the page leaves out; empty unless `options={"invalid_rows": "skip"}` is set."""
        return self.response.invalid_rows

    def __bool__(self) -> bool:
        """Return whether the list has rows, from this page on."""
        return bool(self._envelope.data) or self.has_more

    def __getstate__(self) -> dict[str, Any]:
        # Without the client, which has a key.
        return {**self.__dict__, "_fetch": _without_client}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.data)}, has_more={self.has_more}>"

    def _repr_html_(self) -> str:
        """Return a table for notebooks, with a column for each field that a row of this page has a value for."""
        from .notebooks import rows_table  # nothing but a notebook needs it

        rows: list[Any] = self.data
        names: tuple[str, ...] = rows[0].__struct_fields__ if rows else ()
        filled = [name for name in names if any(getattr(row, name) is not None for row in rows)]
        return rows_table(repr(self), filled, [[getattr(row, name) for name in filled] for row in rows])


def _batches(envelope: Envelope[Any], *, extra_fields: bool = False) -> "Batches":
    from .arrow import Batches  # nothing but a table needs it
    from .invalid_rows import type_of_rows

    return Batches(type_of_rows(type(envelope)), extra_fields=extra_fields)


def _without_client(_: str | None) -> Any:
    raise PivotalError("This page was unpickled or copied, so it has no client; pass its next_cursor to list(cursor=).")


class Page(_Page[T]):
    """One page of a list. Iterating yields every row of this page and of all later ones.

    A page is true if the list has rows from there on. Pickles keep its rows and its cursor, but no client.
    polars, DuckDB and pandas read a list as it is, page by page, with the extra `pivotal[arrow]`.

    Example:
        >>> for customer in client.customers.list(status="active"):
        ...     print(customer.name)
        Aurora
        >>> import polars
        >>> polars.DataFrame(client.customers.list())["created_at"].dtype
        Datetime(time_unit='us', time_zone='UTC')
    """

    def __init__(self, envelope: Envelope[T], fetch: Callable[[str], Envelope[T]], *, prefetch: bool = False) -> None:
        super().__init__(envelope)
        self._fetch = fetch
        self._prefetch = prefetch

    def __iter__(self) -> Iterator[T]:
        for rows, _ in self._steps():
            yield from rows

    def pages(self) -> "Iterator[Page[T]]":
        """Iterate over the pages, from this one on."""
        for _, page in self._steps():
            yield page

    def first(self) -> T | None:
        """Return the first row, or None if the list is empty."""
        return next(iter(self.to_list(max_items=1)), None)

    def to_list(self, *, max_items: int | None = None) -> "list[T]":
        """Return rows, at most `max_items`; only the pages that are needed are fetched.

        Args:
            max_items: The most rows to return; None for all.

        Raises:
            InvalidArgumentError: The limit is not a whole number from 1 on.
            PivotalError: A page can't be fetched.

        Example:
            >>> [customer.to_dict()["name"] for customer in client.customers.list().to_list()]  # JSON-like dicts
            ['Aurora']
        """
        rows: list[T] = []
        wanted = _checked(max_items)
        for new, _ in self._steps(wanted):
            rows += new
        return rows[:wanted]

    def to_arrow(self, *, extra_fields: bool = False) -> Any:
        """Return every row of this page and of all later ones as a pyarrow table. Needs `pivotal[arrow]`.

        The columns are the contract's, with the same types whatever the rows are: time stamps in UTC, enums as
        dictionary-encoded text, lists of strings, and JSON text for what has no type of its own.

        Args:
            extra_fields: Add a column with the fields that this version doesn't know, as a JSON object.

        Raises:
            ImportError: pyarrow is not installed.
            PivotalError: A page can't be fetched, or a value has no place in its column.

        Example:
            >>> client.contacts.list(1).to_arrow().schema.field("labels").type
            ListType(list<item: string>)
        """
        batches = _batches(self._envelope, extra_fields=extra_fields)
        return batches.table(batches.stream(rows for rows, _ in self._steps()))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """Return the rows of this page and of all later ones as an Arrow C stream.

        The first page is a record batch; each later one has two pages.

        An error while a page is fetched reaches the reader as text: such is the interface.
        """
        stream = _batches(self._envelope).reader(rows for rows, _ in self._steps())
        return stream.__arrow_c_stream__(requested_schema)

    def _steps(self, wanted: int | None = None) -> "Iterator[tuple[list[T], Page[T]]]":
        walk: Walk[T] = Walk(wanted)
        envelope = self._envelope
        while True:
            rows = walk.rows(envelope)
            more = walk.continues(envelope)
            coming = self._start_fetch(walk, envelope) if self._prefetch and more else None
            yield rows, Page(envelope, self._fetch, prefetch=self._prefetch)
            if not more:
                return
            envelope = coming.result() if coming else self._fetch(walk.cursor(envelope))

    def _start_fetch(self, walk: Walk[T], envelope: Envelope[T]) -> "Prefetch[Envelope[T]] | None":
        try:
            cursor = walk.cursor(envelope)
        except PaginationError:
            return None  # it is raised behind the rows of this page
        return Prefetch(lambda: self._fetch(cursor))


class AsyncPages(Generic[T]):
    """A list that is not fetched yet: `await` returns its first page, `async for` yields every row of every page.

    Example:
        >>> async for customer in client.customers.list(status="active"):  # doctest: +SKIP
        ...     print(customer.name)
    """

    def __init__(self, fetch: Callable[[str | None], Awaitable[Envelope[T]]]) -> None:
        self._fetch = fetch

    def __await__(self) -> "Generator[Any, None, AsyncPage[T]]":
        return self._first_page().__await__()

    def __bool__(self) -> bool:
        raise InvalidArgumentError("The list is not fetched yet, so it is neither empty nor not; await it first.")

    async def __aiter__(self) -> AsyncIterator[T]:
        async for rows, _ in self._steps():
            for row in rows:
                yield row

    async def pages(self) -> "AsyncIterator[AsyncPage[T]]":
        """Iterate over the pages."""
        async for _, page in self._steps():
            yield page

    async def first(self) -> T | None:
        """Return the first row, or None if the list is empty."""
        return next(iter(await self.to_list(max_items=1)), None)

    async def to_list(self, *, max_items: int | None = None) -> "list[T]":
        """Return rows, at most `max_items`; only the pages that are needed are fetched."""
        rows: list[T] = []
        wanted = _checked(max_items)
        async for new, _ in self._steps(wanted):
            rows += new
        return rows[:wanted]

    async def to_arrow(self, *, extra_fields: bool = False) -> Any:
        """Return the rows as a pyarrow table. Needs `pivotal[arrow]`; see `Page.to_arrow`."""
        envelope = await self._start()
        batches = _batches(envelope, extra_fields=extra_fields)
        pages = AsyncPage(envelope, self._fetch)._steps()
        return batches.table([batches.batch(rows) async for rows, _ in pages])

    async def _start(self) -> Envelope[T]:
        return await self._fetch(None)

    async def _first_page(self) -> "AsyncPage[T]":
        return AsyncPage(await self._start(), self._fetch)

    async def _steps(self, wanted: int | None = None) -> "AsyncIterator[tuple[list[T], AsyncPage[T]]]":
        walk: Walk[T] = Walk(wanted)
        envelope = await self._start()
        while True:
            yield walk.rows(envelope), AsyncPage(envelope, self._fetch)
            if not walk.continues(envelope):
                return
            envelope = await self._fetch(walk.cursor(envelope))


class AsyncPage(_Page[T], AsyncPages[T]):
    """One page of a list. `async for` yields every row of this page and of all later ones."""

    def __init__(self, envelope: Envelope[T], fetch: Callable[[str | None], Awaitable[Envelope[T]]]) -> None:
        super().__init__(envelope)
        self._fetch = fetch

    async def _start(self) -> Envelope[T]:
        return self._envelope
