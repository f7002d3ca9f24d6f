"""Why a bulk job doesn't start, or stops."""

from collections.abc import Sequence

from attrs import frozen

from pivotal.errors import PivotalError

_SHOWN = 10


class BulkError(PivotalError):
    """A bulk job can't start, or had to stop."""


class CheckpointError(BulkError):
    """The checkpoint is in use, belongs to another workspace or resource, or is not a checkpoint."""


class BulkStoppedError(BulkError):
    """The job stopped before its end, because no further request can succeed; run it again to go on."""


@frozen
class RowProblem:
    """Why a row can't be sent.

    Attributes:
        line: The line in the file, or the number of the row, from 1.
        column: The column, as the input names it.
        message: What is wrong.
    """

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return (
            f"line {self.line}, {self.column}: {self.message}" if self.column else f"line {self.line}: {self.message}"
        )


class InvalidRowsError(BulkError):
    """Rows don't match the contract; nothing was sent.

    Attributes:
        problems: Every problem, in the order of the rows.
    """

    problems: Sequence[RowProblem]

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        lines = [str(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"and {len(problems) - _SHOWN} more")
        super().__init__(f"Nothing was sent; correct these rows: {'; '.join(lines)}.", problems=problems)
