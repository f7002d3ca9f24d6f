"""Report formats, one a module. In none of them, a document's text is a command of the runner that reads the log."""

from collections.abc import Callable
from functools import partial

from contract_diff.core.safe_text import without_commands, without_commands_in_markup, without_old_commands
from contract_diff.findings.finding import Report
from contract_diff.reporting import changelog, github, html, json, junit, markdown, sarif, table


def _guard(render: Callable[[Report], str], escape: Callable[[str], str]) -> Callable[[Report], str]:
    return lambda report: escape(render(report))


# The table with colors.
TERMINAL = _guard(partial(table.render, is_colored=True), without_commands)
FORMATS: dict[str, Callable[[Report], str]] = {
    "table": _guard(table.render, without_commands),
    "markdown": _guard(markdown.render, without_commands_in_markup),
    "changelog": _guard(changelog.render, without_commands_in_markup),
    "json": _guard(json.render, without_commands),
    "sarif": _guard(sarif.render, without_commands),
    "junit": _guard(junit.render, without_commands_in_markup),
    "github": _guard(github.render, without_old_commands),
    "html": _guard(html.render, without_commands_in_markup),
}
