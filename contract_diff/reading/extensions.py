"""Extensions (`x-...`) by name: a project says which ones mean something, and which ones don't."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from contract_diff.core.json_values import as_object, canonical
from contract_diff.core.safe_text import shorten

MAX_SHOWN = 60


@frozen
class Extensions:
    """Names of extensions.

    Attributes:
        patterns: The names, with `*` as a wildcard.

    Example:
        >>> list(Extensions(("x-rate-*",)).changes({"x-rate-limit": 5, "x-a": 1}, {"x-rate-limit": 9}))
        ['x-rate-limit 5 to 9']
    """

    patterns: tuple[str, ...] = ()

    def changes(self, base: Any, head: Any) -> Iterator[str]:
        """Yield in words which of these extensions two objects have different values of."""
        if self.patterns:
            sides = as_object(base), as_object(head)
            for name in sorted({*sides[0], *sides[1]}):
                before, after = (_show(side, name) for side in sides)
                if before != after and name in self:
                    yield f"{name} {shorten(before, MAX_SHOWN)} to {shorten(after, MAX_SHOWN)}"

    def __contains__(self, name: str) -> bool:
        return name.startswith("x-") and any(fnmatchcase(name, pattern) for pattern in self.patterns)


def _show(value: dict[str, Any], name: str) -> str:
    return canonical(value[name]) if name in value else "none"
