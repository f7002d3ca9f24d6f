"""`pivotal import RESOURCE FILE`: rows of a file become records."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from pivotal_runtime.errors import printable

from pivotal import PivotalApi, bulk
from pivotal.bulk._report import OUTCOMES
from pivotal.bulk._targets import target_of
from pivotal.cli._account.connection import client_for
from pivotal.cli._account.options import common_options, given_options
from pivotal.cli._bulk.progress import Advance, shown_progress
from pivotal.cli._contract.safety import announce_live
from pivotal.cli._exits import CommandError, Failure, KeyProblem
from pivotal.cli._output.printer import Printer, output_format, output_options
from pivotal.errors import AuthenticationError, PermissionDeniedError

_HELP = """Write the rows of FILE to {resource}: create what is new, change what differs, leave the rest.

FILE is CSV with a header, or JSON Lines; - is standard input. Every row is checked before the first request. Run the
command again after any interruption: it goes on where it was, and creates nothing twice. Rows that fail are written to
a file that can be imported again.

Columns, by their names or titles: {columns}."""


def import_command(resource: str) -> click.Command:
    """Return the command that imports a resource."""
    columns = ", ".join(target_of(resource).columns)
    return click.Command(
        resource,
        callback=partial(_import, resource),
        help=_HELP.format(resource=resource, columns=columns),
        short_help=f"Import {resource} from CSV or JSON Lines.",
        params=[*_options(resource), *output_options(columns=False), *common_options()],
    )


def _options(resource: str) -> list[click.Parameter]:
    own = f"pivotal-{resource}.sqlite"
    return [
        click.Argument(["file"]),
        click.Option(["--key", "id_column"], required=True, metavar="COLUMN", help="The column with your id of a row."),
        click.Option(
            ["--map", "mapping"], multiple=True, metavar="COLUMN=FIELD",
            help="The field of a column that isn't named after one; COLUMN= ignores it. May be repeated.",
        ),
        click.Option(["--format"], type=click.Choice(["csv", "jsonl"]), help="By the file's name unless you choose."),
        click.Option(["--null-marker"], metavar="TEXT", help="The text that clears a field; an empty cell leaves it."),
        click.Option(
            ["--parents"], metavar="FILE",
            help="The checkpoint of the customers' import, if rows name their customer by your id.",
        ),
        click.Option(
            ["--checkpoint"], metavar="FILE",
            help=f"Which of your ids is which record; keep it.  [default: {own} beside FILE]",
        ),
        click.Option(["--resume"], is_flag=True, help="Refuse to start without a checkpoint of an earlier run."),
        click.Option(
            ["--on-taken"], type=click.Choice(["adopt", "skip", "fail"]), default="adopt", show_default=True,
            help="If another record has the slug or e-mail address of a row: change it, skip the row, or report it.",
        ),
        click.Option(
            ["--lookup"], type=click.Choice(["auto", "all", "none"]), default="auto", show_default=True,
            help="For ids that the checkpoint doesn't know: list the records if they are few, list all, or none.",
        ),
        click.Option(["--skip-invalid"], is_flag=True, help="Report rows that don't fit the contract; send the rest."),
        click.Option(["--failures"], metavar="FILE", help="Where to write the rows that failed."),
        click.Option(["--concurrency"], type=click.IntRange(1, 64), help="Requests at once.  [default: 4, or 10]"),
        click.Option(["--dry-run"], is_flag=True, help="Say what would happen; send only requests that read."),
    ]  # fmt: skip


def _import(resource: str, file: str, **values: Any) -> None:
    folder = Path.cwd() if file == "-" else Path(file).parent
    checkpoint = Path(values["checkpoint"] or folder / f"pivotal-{resource}.sqlite")
    if values["resume"] and not checkpoint.exists():
        raise CommandError(f"There is no checkpoint {checkpoint}: nothing to resume. Leave --resume out, or name it.")
    choices = _choices(resource, checkpoint, values)
    rows = _read(file, values["format"])
    options = given_options(click.get_current_context())
    with client_for(options) as client, shown_progress(f"Importing {resource}") as advance:
        if not values["dry_run"]:
            announce_live(client, f"import {len(rows):,} rows into {resource}")
        report = _upsert(client, rows, choices, advance)
    if report.ignored_columns:
        click.echo(f"Columns that no field has were left out: {', '.join(report.ignored_columns)}.", err=True)
    Printer(output_format(options), None, []).record({name: getattr(report, name) for name in OUTCOMES})
    if report.failures:
        failures = Path(values["failures"] or folder / f"failures.{_suffix(file, values)}")
        bulk.write_failures(failures, report.failures)
        raise Failure(f"{report.failed:,} rows failed; they are in {failures}, which can be imported again.")


def _read(file: str, format: Any) -> list[object]:
    try:
        return list(bulk.read_rows(file, format))
    except bulk.BulkError as error:
        raise CommandError(str(error)) from error


def _choices(resource: str, checkpoint: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of the upsert."""
    same = ("null_marker", "parents", "on_taken", "lookup", "dry_run", "concurrency")
    return {
        **{name: values[name] for name in same},
        "resource": resource,
        "key": values["id_column"],
        "checkpoint": checkpoint,
        "mapping": dict(_pair(text) for text in values["mapping"]),
        "invalid_rows": "skip" if values["skip_invalid"] else "raise",
    }


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals:
        raise CommandError(f"--map {text}: pass COLUMN=FIELD, such as --map 'Company name=name'.")
    return column, field


def _suffix(file: str, values: Mapping[str, Any]) -> str:
    return str(values["format"] or Path(file).suffix.removeprefix("."))


def _upsert(client: PivotalApi, rows: Sequence[object], choices: dict[str, Any], advance: Advance) -> bulk.UpsertReport:
    try:
        return bulk.upsert(
            client,
            rows,
            **choices,
            progress=lambda progress: advance(progress.done, progress.total, _note(progress)),
        )
    except bulk.InvalidRowsError as error:
        for problem in error.problems:
            click.echo(printable(str(problem)), err=True)
        raise CommandError(f"Nothing was sent: the rows have {len(error.problems):,} problems.") from error
    except bulk.BulkStoppedError as error:
        refused = isinstance(error.__cause__, AuthenticationError | PermissionDeniedError)
        raise (KeyProblem if refused else Failure)(str(error)) from error
    except bulk.BulkError as error:
        raise CommandError(str(error)) from error


def _note(progress: bulk.Progress) -> str:
    failed = progress.counts["failed"]
    return f"{failed:,} failed" if failed else ""
