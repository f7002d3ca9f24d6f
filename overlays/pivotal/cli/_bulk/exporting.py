"""`pivotal export RESOURCE`: every row of a list into a file."""

from functools import partial
from typing import Any, get_args

import click
from pivotal_api.contract import load_description

from pivotal import bulk
from pivotal.bulk._export import list_of
from pivotal.bulk._files import ExportFormat
from pivotal.cli._account.connection import client_for
from pivotal.cli._account.options import common_options, given_options
from pivotal.cli._bulk.progress import shown_progress
from pivotal.cli._contract.flags import argument, option, variable
from pivotal.cli._exits import CommandError

_PAGING = ("page_size", "cursor")
_OWN = ("output", "format", "extra-fields")
_HELP = """Write every row of {resource} to a file, which appears once it is complete.

Run an interrupted export again with the same options: it goes on where it was."""


def export_command(resource: str) -> click.Command:
    """Return the command that exports a resource: the filters of its list are flags."""
    description, entry = load_description(), list_of(resource)
    path = [parameter for parameter in entry.parameters if parameter.location == "path"]
    filters = [each for each in entry.parameters if each not in path and each.python not in _PAGING]
    common = common_options()
    taken = [*_OWN, *(flag[2:] for each in common for flag in each.opts)]
    return click.Command(
        resource,
        callback=partial(_export, resource, {variable(field): field.python for field in (*path, *filters)}),
        help=_HELP.format(resource=resource),
        short_help=f"Export {resource} to a file.",
        params=[
            *(argument(parameter) for parameter in path),
            click.Option(["-o", "--output"], required=True, metavar="FILE", help="The file to write."),
            click.Option(
                ["--format"], type=click.Choice(get_args(ExportFormat)), help="By the file's name unless you choose."
            ),
            click.Option(
                ["--extra-fields"],
                is_flag=True,
                help="Add a column of JSON with the fields that this version doesn't know.",
            ),
            *(option(description, field, taken) for field in filters),
            *common,
        ],
    )


def _export(resource: str, names: dict[str, str], output: str, format: Any, extra_fields: bool, **values: Any) -> None:
    filters = {name: values[given] for given, name in names.items() if values[given] is not None}
    options = given_options(click.get_current_context())
    with client_for(options) as client, shown_progress(f"Exporting {resource}") as advance:
        try:
            report = bulk.export(
                client,
                output,
                resource=resource,
                format=format,
                extra_fields=extra_fields,
                progress=lambda rows: advance(rows, None),
                **filters,
            )
        except bulk.BulkError as error:
            raise CommandError(str(error)) from error
    click.echo(f"{report.rows:,} rows are in {output}.", err=True)
    if report.shared_edges:
        click.echo(
            f"At the end of {report.shared_edges:,} pages, rows share a created_at; the API may have left out others "
            "of the same time.",
            err=True,
        )
