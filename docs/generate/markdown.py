"""Markdown that every generated page is made of."""

import re
from collections.abc import Callable, Iterable, Sequence

_LINK = re.compile(r"(!?)\[([^\]]+)\]\((?!https?:|mailto:|#)([^)\s]+)\)")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; empty if it has no rows."""
    lines = [_row([_cell(value) for value in row]) for row in rows]
    return "\n".join([_row(header), _row(["---"] * len(header)), *lines]) + "\n" if lines else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: str) -> str:
    return " ".join(value.replace("|", "\\|").split())


def code(value: str) -> str:
    """Return a value as code."""
    return f"`{value}`"


def reference(name: str) -> str:
    """Return a link to a public name, or to `~.Name` in any module. A name that isn't public fails the build."""
    return f"{{py:obj}}`{name}`"


def block(language: str, text: str) -> str:
    """Return a block of code, fenced so that the text can't end it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}\n"


def replace_links(text: str, target: Callable[[str], str | None]) -> str:
    """Point the relative links of a text elsewhere; a link without a target becomes its text."""

    def replaced(match: re.Match[str]) -> str:
        place = target(match[3])
        return match[2] if place is None else f"{match[1]}[{match[2]}]({place})"

    return _LINK.sub(replaced, text)
