"""Print results on standard output, in the format that was asked for."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import click
from pivotal_runtime.description import Description, Schema

from pivotal.cli._output import texts
from pivotal.cli._output.columns import Record, all_columns, chosen_columns, picked, table_columns

FORMATS = ("table", "json", "jsonl", "csv", "yaml")


def output_options(*, columns: bool = True) -> list[click.Parameter]:
    """Return the options that choose what is printed."""
    names = "A table on a terminal, else JSON, unless you choose."
    options: list[click.Parameter] = [click.Option(["-o", "--output"], type=click.Choice(FORMATS), help=names)]
    if columns:
        options.append(click.Option(["--columns"], metavar="A,B.C", help="Print these fields only."))
    return options


def plain(value: Any) -> Any:
    """Return JSON-like data for a result."""
    if isinstance(value, list):
        return [plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    to_dict = getattr(value, "to_dict", None)
    if callable(to_dict):
        return to_dict()
    import msgspec

    return msgspec.to_builtins(value)


class Printer(NamedTuple):
    """Prints records in one format.

    Attributes:
        format: One of FORMATS.
        columns: The columns to print; None prints all.
        known: The columns that the contract knows.
    """

    format: str
    columns: list[str] | None
    known: list[str]

    def rows(self, rows: Iterable[Record]) -> None:
        """Print rows as they come."""
        write(self._rows(rows), colored=self.format == "table")

    def record(self, record: Any) -> None:
        """Print one record, or any other value."""
        if self.columns is not None and isinstance(record, Mapping):
            record = picked(cast(Record, record), self.columns)
        write(self._record(record), colored=self.format == "table")

    def _rows(self, rows: Iterable[Record]) -> Iterator[str]:
        if self.format == "csv":
            return texts.csv_rows(rows, self.columns or self.known)
        if self.format == "table":
            from pivotal.cli._output.tables import table_rows

            chosen = self.columns or table_columns(self.known)
            return table_rows(rows, chosen, _width(), may_drop=self.columns is None)
        columns = self.columns
        wanted = rows if columns is None else (picked(row, columns) for row in rows)
        forms = {"json": texts.json_rows, "jsonl": texts.json_lines, "yaml": texts.yaml_rows}
        return forms[self.format](wanted)

    def _record(self, record: Any) -> Iterator[str]:
        if self.format == "csv":
            return texts.csv_rows([record], self.columns or self.known)
        if self.format == "table":
            from pivotal.cli._output.tables import table_record

            return table_record(record, _width())
        if self.format == "jsonl":
            return texts.json_lines([record])
        return texts.yaml_record(record) if self.format == "yaml" else texts.json_record(record)


def printer(values: Mapping[str, Any], description: Description, schema: Schema | None) -> Printer:
    """Return the printer that a command's options ask for. Raises CommandError for a column that doesn't exist."""
    known = all_columns(description, schema)
    text = values.get("columns")
    return Printer(output_format(values), None if text is None else chosen_columns(text, known), known)


def output_format(values: Mapping[str, Any]) -> str:
    """Return the chosen format: by default a table on a terminal, JSON elsewhere."""
    return values.get("output") or ("table" if sys.stdout.isatty() else "json")


def write(parts: Iterable[str], *, colored: bool = False) -> None:
    """Write to standard output, each part at once; end the command quietly if its reader is gone.

    Args:
        parts: The text.
        colored: Whether the text may contain the codes of colors.
    """
    stream = sys.stdout.buffer
    on_terminal = sys.stdout.isatty()
    try:
        for part in parts:
            stream.write((_visible(part, colored) if on_terminal else part).encode(errors="backslashreplace"))
            stream.flush()
    except BrokenPipeError:
        # What is left in the buffer must not be written again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def _visible(text: str, colored: bool) -> str:
    """Escape what would control the terminal: a server's data may contain anything."""
    kept = "\n\x1b" if colored else "\n"
    return "".join(letter if letter.isprintable() or letter in kept else json.dumps(letter)[1:-1] for letter in text)


def _width() -> int | None:
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns
