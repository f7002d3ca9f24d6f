"""Write rows to Pivotal: create what is new, change what differs, leave the rest."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from os import PathLike
from typing import Any, Literal, get_args

from pivotal_runtime.http_messages import InvalidRows

from pivotal._arguments import choice_of, count_of, flag_of, function_of, iterable_of, path_of, text_of
from pivotal._client import PivotalApi
from pivotal.bulk._checkpoint import Checkpoint, read_ids
from pivotal.bulk._errors import BulkError, BulkStoppedError, InvalidRowsError, RowProblem
from pivotal.bulk._plans import Plan, Planner
from pivotal.bulk._records import LISTED_AT_MOST, Records, check_client
from pivotal.bulk._report import Outcome, Progress, RowFailure, UpsertReport
from pivotal.bulk._rows import Input, Row, RowReader, missing_columns
from pivotal.bulk._targets import Column, Target, target_of
from pivotal.bulk._write import OnTaken, Writer, Written
from pivotal.errors import (
    APIConnectionError,
    AuthenticationError,
    PermissionDeniedError,
    PivotalError,
    RateLimitError,
    ServerError,
)

Lookup = Literal["auto", "all", "none"]
_GIVE_UP_AFTER = 10  # failures in a row that no row is to blame for
_MOST_WORKERS = 64
_FAST_LIMIT = 600  # requests a minute of a paid plan


def upsert(
    client: PivotalApi,
    rows: Iterable[object],
    *,
    key: str,
    checkpoint: str | PathLike[str],
    resource: str = "customers",
    mapping: Mapping[str, str] | None = None,
    null_marker: str | None = None,
    parents: str | PathLike[str] | None = None,
    on_taken: OnTaken = "adopt",
    lookup: Lookup = "auto",
    invalid_rows: InvalidRows = "raise",
    dry_run: bool = False,
    pacing: bool = True,
    concurrency: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> UpsertReport:
    """Write rows to Pivotal: create records that are new, change what differs in known ones, leave the rest.

    Run it again after any interruption, even `kill -9`: it goes on where it was, and nothing is created twice. Every
    row is validated by the contract before the first request.

    Args:
        client: The client.
        rows: Dicts, dataclasses, attrs objects or `read_rows(path)`, at most a million. An empty string leaves a field,
            None clears it.
        key: The column with your id of a row, such as `hubspot_company_id`. It may be a field of the contract.
        checkpoint: An SQLite file that maps each key to Pivotal's id. Keep it: the next run needs it.
        resource: `customers`, `contacts` or `onboardings`.
        mapping: The field for each column that isn't named after one; an empty string ignores the column.
        null_marker: The text that clears a field, such as `NULL`.
        parents: The checkpoint of the customers' job, if rows name their customer by your id.
        on_taken: What to do if another record has the slug or e-mail address of a row: `adopt` changes that record,
            unless it belongs to another key; `skip` leaves the row out; `fail` reports it.
        lookup: How to find records for keys that the checkpoint doesn't know, if the key is a field of the contract:
            `auto` lists the records if there are at most 1,000, `all` lists any number, `none` takes the rows as new.
        invalid_rows: `skip` reports invalid rows as failures and sends the others.
        dry_run: Send only GET requests, write nothing, and report what would happen.
        pacing: Slow down before the rate limit is reached.
        concurrency: Requests at once, at most 64; 4 unless you set it, or 10 on a plan with 600 requests a minute.
        progress: Called after each row.

    Raises:
        InvalidRowsError: A row doesn't match the contract; nothing was sent.
        InvalidArgumentError: An argument can't be used.
        CheckpointError: The checkpoint is in use, or belongs to another workspace or resource.
        BulkStoppedError: The key was refused, or the API can't be reached; run it again to go on.
        BulkError: There are too many records to list; choose a `lookup`.

    Example:
        >>> from pivotal import bulk
        >>> rows = [{"hubspot_company_id": "901", "name": "Borealis"}, {"hubspot_company_id": "902", "name": "Cirrus"}]
        >>> print(bulk.upsert(client, rows, key="hubspot_company_id", checkpoint="customers.sqlite"))
        2 created, 0 updated, 0 unchanged, 0 skipped, 0 failed

    Documentation: https://docs.pivotal.app/api/guides/bulk-import
    """
    target = target_of(resource)
    check_client(client)
    _check_choices(on_taken, lookup, invalid_rows)
    _check_numbers(concurrency, progress, dry_run=dry_run, pacing=pacing)
    path = path_of("checkpoint", checkpoint)
    marker = None if null_marker is None else text_of("null_marker", null_marker)
    above = None if parents is None else read_ids(path_of("parents", parents))
    reader = RowReader(target, text_of("key", key), mapping, marker, above)
    data = reader.read(iterable_of("rows", rows))
    with Checkpoint(path, resource, read_only=dry_run) as memory:
        paced = client.paced() if pacing else client
        job = _Job(paced, target, reader.key_column, memory, data, on_taken, dry_run=dry_run)
        job.check(lookup, skip_invalid=invalid_rows == "skip")
        job.run(concurrency, progress or (lambda _: None))
        return job.report()


def _check_choices(on_taken: object, lookup: object, invalid_rows: object) -> None:
    choice_of("on_taken", on_taken, get_args(OnTaken))
    choice_of("lookup", lookup, get_args(Lookup))
    choice_of("invalid_rows", invalid_rows, get_args(InvalidRows))


def _check_numbers(concurrency: object, progress: object, **flags: object) -> None:
    for name, flag in flags.items():
        flag_of(name, flag)
    if concurrency is not None:
        count_of("concurrency", concurrency, _MOST_WORKERS)
    if progress is not None:
        function_of("progress", progress)


class _Job:
    def __init__(
        self,
        client: PivotalApi,
        target: Target,
        key: Column | None,
        memory: Checkpoint,
        data: Input,
        on_taken: OnTaken,
        *,
        dry_run: bool,
    ) -> None:
        self._key = key
        self._client = client
        self._target = target
        self._memory = memory
        self._data = data
        self._on_taken: OnTaken = on_taken
        self._dry_run = dry_run
        self._records = Records(client, target)
        self._planner = Planner(target, memory, None)
        self._progress = Progress(len(data.rows) + len(data.invalid))
        self._failures: list[RowFailure] = []
        self._failed_in_a_row = 0
        self._stop: PivotalError | None = None

    def check(self, lookup: Lookup, *, skip_invalid: bool) -> None:
        """Refuse what can't be sent, and find the records of unknown keys."""
        data = self._data
        unknown = [row for row in data.rows if not self._planner.is_known(row)]
        problems = [*data.problems, *(problem for row in unknown for problem in missing_columns(self._target, row))]
        if problems and not skip_invalid:
            raise InvalidRowsError(sorted(problems, key=lambda problem: problem.line))
        self._refuse({row.line: row for row in (*data.invalid, *unknown)}, problems)
        refused = {problem.line for problem in problems}
        self._rows = [row for row in data.rows if row.line not in refused]
        if self._rows:
            self._check_workspace()
        if any(row.line not in refused for row in unknown):
            self._planner = Planner(self._target, self._memory, self._found(lookup))

    def _refuse(self, rows: Mapping[int, Row], problems: Sequence[RowProblem]) -> None:
        by_line: dict[int, list[str]] = {}
        for problem in problems:
            by_line.setdefault(problem.line, []).append(f"{problem.column}: {problem.message}")
        for line, messages in sorted(by_line.items()):
            row = rows[line]
            self._fail(row, "invalid_row", "; ".join(messages))

    def _check_workspace(self) -> None:
        """Compare the workspace with the checkpoint's; with the same key no request is needed."""
        client, owner = self._client, self._memory.owner
        shows_nothing = client.key_prefix.endswith("_")
        if shows_nothing or (owner.get("key"), owner.get("base_url")) != (client.key_prefix, client.base_url):
            self._memory.claim(client.me().organization.id, client.key_prefix, client.base_url)

    def _found(self, lookup: Lookup) -> Mapping[str, Sequence[Mapping[str, Any]]] | None:
        column = self._key
        if lookup == "none" or column is None or column.wire not in self._target.fields or self._target.list_columns:
            return None
        found = self._records.by_key(column.wire, all_of_them=lookup == "all")
        if found is None:
            raise BulkError(
                f"There are more than {LISTED_AT_MOST:,} {self._target.resource} and the checkpoint doesn't know every "
                "key: pass lookup='all' to list them all, 100 a request, or lookup='none' if unknown keys are new."
            )
        return found

    def run(self, concurrency: int | None, progress: Callable[[Progress], None]) -> None:
        """Send every row, and record each outcome before the next request of its kind."""
        limit = self._client.rate_limit
        workers = concurrency or (10 if limit is not None and limit.limit >= _FAST_LIMIT else 4)
        writer = Writer(self._key, self._records, self._planner, self._on_taken)
        flying: dict[Future[Written], Plan] = {}
        progress(self._progress)
        with ThreadPoolExecutor(workers, "pivotal-bulk") as pool:
            try:
                for plan in self._to_send(progress):
                    while len(flying) >= workers:
                        self._settle_finished(flying, progress)
                    if self._stop is not None:
                        break
                    self._announce(plan)
                    flying[pool.submit(writer.write, plan)] = plan
            finally:
                # Whatever ends the job, what was sent has an outcome to record.
                while flying:
                    self._settle_finished(flying, progress)
        if self._stop is not None:
            done = f"{self._progress.done:,} of {self._progress.total:,} rows are settled"
            raise BulkStoppedError(f"{self._stop}; {done}. Run the job again to go on.") from self._stop
        if not self._dry_run:
            self._memory.finish()

    def _to_send(self, progress: Callable[[Progress], None]) -> Iterator[Plan]:
        """Yield what needs a request, and settle the rest."""
        for row in self._rows:
            plan = self._planner.plan(row)
            if plan.problem is not None:
                self._fail(row, *plan.problem)
            elif plan.is_settled or self._dry_run:
                outcome: Outcome = "created" if plan.create is not None else "updated" if plan.changes else "unchanged"
                if plan.id is not None and not self._planner.is_known(row):
                    self._memory.done(row.key, row.line, plan.id, {**plan.known, **row.values})
                self._count(outcome)
            else:
                yield plan
                continue
            progress(self._progress)

    def _announce(self, plan: Plan) -> None:
        if plan.create is not None and not plan.is_repeat:
            self._memory.sending(plan.row.key, plan.row.line, plan.create)

    def _settle_finished(self, flying: dict[Future[Written], Plan], progress: Callable[[Progress], None]) -> None:
        for future in wait(flying, return_when=FIRST_COMPLETED).done:
            self._settle(flying.pop(future), future.result())
            progress(self._progress)

    def _settle(self, plan: Plan, written: Written) -> None:
        row, error = plan.row, written.error
        if written.id is not None:
            self._memory.done(row.key, row.line, written.id, written.known)
        if error is None:
            self._failed_in_a_row = 0
            self._count(written.outcome)
            return
        if written.id is None:
            state = "sending" if written.may_exist else written.outcome
            self._memory.not_done(row.key, row.line, str(error), state)
        if written.outcome == "skipped":
            self._count("skipped")
            return
        self._fail(row, getattr(error, "code", None) or type(error).__name__, str(error))
        self._watch(error)

    def _watch(self, error: PivotalError) -> None:
        """Stop if no further request can succeed."""
        blameless = isinstance(error, APIConnectionError | ServerError | RateLimitError)
        self._failed_in_a_row = self._failed_in_a_row + 1 if blameless else 0
        refused = isinstance(error, AuthenticationError | PermissionDeniedError)
        if refused or self._failed_in_a_row >= _GIVE_UP_AFTER:
            self._stop = self._stop or error

    def _fail(self, row: Row, code: str, message: str) -> None:
        self._failures.append(RowFailure(row.line, row.key, code, message, row.cells))
        self._count("failed")

    def _count(self, outcome: Outcome) -> None:
        self._progress.counts[outcome] += 1

    def report(self) -> UpsertReport:
        """Return what was done."""
        counts = self._progress.counts
        return UpsertReport(
            created=counts["created"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            skipped=counts["skipped"],
            failures=sorted(self._failures, key=lambda failure: failure.line),
            ignored_columns=self._data.ignored,
            dry_run=self._dry_run,
        )
