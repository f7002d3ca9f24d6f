"""Write many rows to Pivotal, and read everything out, so that no interruption loses or doubles a row."""

from pivotal.bulk._checkpoint import read_ids as read_ids
from pivotal.bulk._errors import BulkError as BulkError
from pivotal.bulk._errors import BulkStoppedError as BulkStoppedError
from pivotal.bulk._errors import CheckpointError as CheckpointError
from pivotal.bulk._errors import InvalidRowsError as InvalidRowsError
from pivotal.bulk._errors import RowProblem as RowProblem
from pivotal.bulk._export import ExportReport as ExportReport
from pivotal.bulk._export import export as export
from pivotal.bulk._files import read_rows as read_rows
from pivotal.bulk._files import write_failures as write_failures
from pivotal.bulk._report import Progress as Progress
from pivotal.bulk._report import RowFailure as RowFailure
from pivotal.bulk._report import UpsertReport as UpsertReport
from pivotal.bulk._upsert import upsert as upsert

__all__ = [
    "BulkError",
    "BulkStoppedError",
    "CheckpointError",
    "ExportReport",
    "InvalidRowsError",
    "Progress",
    "RowFailure",
    "RowProblem",
    "UpsertReport",
    "export",
    "read_ids",
    "read_rows",
    "upsert",
    "write_failures",
]
