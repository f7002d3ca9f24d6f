"""Parquet files and DuckDB tables, made of the JSON Lines of a whole export, with the types of the models."""

# pyright: reportMissingTypeStubs=false
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pivotal_runtime.base_models import Model
from pivotal_runtime.extras import needs_extra

from pivotal.bulk._errors import BulkError

if TYPE_CHECKING:
    import duckdb

_ROWS_AT_ONCE = 50_000

# Makes, of the file with an export's rows, the file that the export is to be.
TableWriter = Callable[[Path, Path], object]


def parquet_writer(row: type[Model], *, extra_fields: bool) -> TableWriter:
    """Return a function that writes JSON Lines as a Parquet file. Raises ImportError without the extra.

    Args:
        row: The class of the rows.
        extra_fields: Whether to add a column with the fields that the contract doesn't list.
    """
    from pivotal_runtime.arrow import Batches

    with needs_extra("arrow"):
        from pyarrow import parquet

    open_file: Any = parquet.ParquetWriter  # it has no types

    def write(lines: Path, path: Path) -> None:
        batches = Batches(row, extra_fields=extra_fields)
        with _new_file(path) as new, open_file(new, batches.schema) as writer:
            for page in _pages(lines, row):
                writer.write_batch(batches.batch(page))

    return write


def duckdb_writer(row: type[Model], table: str, path: Path, *, extra_fields: bool) -> TableWriter:
    """Return a function that writes JSON Lines as a table of a DuckDB database, whose other tables it keeps.

    Args:
        row: The class of the rows.
        table: The name of the table.
        path: The database; it may be missing.
        extra_fields: Whether to add a column with the fields that the contract doesn't list.

    Raises:
        ImportError: The extra is not installed.
        BulkError: The file is there and can't be read as a DuckDB database.
    """
    with needs_extra("duckdb"):
        import duckdb
    from pivotal_runtime.arrow import Batches

    with duckdb.connect() as db:
        _attach_earlier(db, path)

    def write(lines: Path, path: Path) -> None:
        batches = Batches(row, extra_fields=extra_fields)
        with _new_file(path) as new, duckdb.connect() as db:
            try:
                db.execute(f"ATTACH {_quoted(new)} AS new")
                if _attach_earlier(db, path):
                    db.execute("COPY FROM DATABASE earlier TO new")
                db.register("page", batches.table([]))
                db.execute(f'CREATE OR REPLACE TABLE new."{table}" AS FROM page')
                for page in _pages(lines, row):
                    db.register("page", batches.batch(page))
                    db.execute(f'INSERT INTO new."{table}" FROM page')
                db.execute("DETACH new")
            except duckdb.Error as error:
                raise BulkError(f"{path} can't be written: {error}. The rows are in {lines}; export again.") from error

    return write


def _attach_earlier(db: "duckdb.DuckDBPyConnection", path: Path) -> bool:
    import duckdb

    if not path.exists():
        return False
    if Path(f"{path}.wal").exists():
        raise BulkError(f"{path} has changes beside it, in {path.name}.wal; open and close the database once.")
    try:
        db.execute(f"ATTACH {_quoted(path)} AS earlier (READ_ONLY)")
    except duckdb.Error as error:
        raise BulkError(f"{path} can't be read as a DuckDB database: {error}; close it, or move it away.") from error
    return True


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def _new_file(path: Path) -> Generator[Path]:
    """Yield the path of a file in a folder for its owner alone; then the file becomes the path, in one step."""
    folder = Path(f"{path}.new")
    shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed
    folder.mkdir(mode=0o700)
    try:
        new = folder / path.name
        yield new
        new.chmod(0o600)
        with new.open("r+b") as file:
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pages(lines: Path, row: type[Model]) -> Iterator[list[Model]]:
    with lines.open("rb") as file:
        rows = map(row.from_json, file)
        while page := list(islice(rows, _ROWS_AT_ONCE)):
            yield page
