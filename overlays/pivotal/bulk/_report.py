"""What a bulk job did."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from attrs import define, field, frozen

Outcome = Literal["created", "updated", "unchanged", "skipped", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "skipped", "failed")


@frozen
class RowFailure:
    """A row that did not arrive.

    Attributes:
        line: The line in the file, or the number of the row, from 1.
        key: The external key.
        code: The API's error code, such as `slug_taken`; else the name of the error.
        message: What happened.
        cells: The row as it came.
    """

    line: int
    key: str
    code: str
    message: str
    cells: Mapping[str, Any]


@define
class Progress:
    """How far a job is.

    Attributes:
        total: The rows of the job.
        counts: The rows that are settled, by outcome.
    """

    total: int
    counts: dict[Outcome, int] = field(factory=lambda: dict.fromkeys(OUTCOMES, 0))

    @property
    def done(self) -> int:
        """The rows that are settled."""
        return sum(self.counts.values())


@frozen
class UpsertReport:
    """What a job did, or would do after `dry_run=True`.

    Attributes:
        created: Rows that became new records.
        updated: Rows that changed a record.
        unchanged: Rows whose record was as they say.
        skipped: Rows that were left out because another record has their slug or e-mail address.
        failures: Rows that did not arrive.
        ignored_columns: Headers that no column of the contract has.
        dry_run: Whether nothing was written.
    """

    created: int
    updated: int
    unchanged: int
    skipped: int
    failures: Sequence[RowFailure]
    ignored_columns: Sequence[str]
    dry_run: bool = False

    @property
    def failed(self) -> int:
        """The number of rows that did not arrive."""
        return len(self.failures)

    def __str__(self) -> str:
        counts = {name: getattr(self, name) for name in OUTCOMES}
        return ", ".join(f"{count:,} {name}" for name, count in counts.items())
