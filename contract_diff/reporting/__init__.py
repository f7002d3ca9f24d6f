"""Report formats, one a module."""

from collections.abc import Callable

from contract_diff.findings.finding import Report
from contract_diff.reporting import changelog, github, html, json, junit, markdown, sarif, table

FORMATS: dict[str, Callable[[Report], str]] = {
    "table": table.render,
    "markdown": markdown.render,
    "changelog": changelog.render,
    "json": json.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
    "html": html.render,
}
