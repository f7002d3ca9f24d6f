"""Renderings of a report, one format a module."""

from collections.abc import Callable

from scripts.contract_diff.model import Report
from scripts.contract_diff.report import github, html, json_, junit, markdown, sarif, table

FORMATS: dict[str, Callable[[Report], str]] = {
    "table": table.render,
    "markdown": markdown.render,
    "json": json_.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
    "html": html.render,
}
