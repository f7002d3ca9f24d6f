"""Places, written by hand, that use a Python name which the contract no longer yields."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.contract_diff.python_names import SymbolMap
from scripts.git import list_files

# Where names are generated, belong to another contract, or are those of an earlier time.
_ELSEWHERE = ("CHANGELOG.md", "contract_diff/", "generated/", "scripts/", "spec/")
_OTHER_CONTRACTS = tuple(f"tests/{name}/" for name in ("contract_diff", "data", "rehearsal", "scripts"))
_SUFFIXES = (".py", ".md", ".yaml")


class Use(NamedTuple):
    """A line of a file that uses a removed name."""

    name: str
    path: str
    line: int


def find_uses(removed: Sequence[str], root: Path) -> Iterator[Use]:
    """Yield each line of a file under version control that uses a removed name.

    Args:
        removed: operationIds, and Python symbols such as `contacts.delete`, `contacts.create(title=)`, `Contact.title`.
        root: The working tree.

    Raises:
        InputError: git can't list the files.
    """
    for path in list_files(root) if removed else ():
        if path.endswith(_SUFFIXES) and not path.startswith((*_ELSEWHERE, *_OTHER_CONTRACTS)):
            text = (root / path).read_text(encoding="utf-8")
            for name in removed:
                yield from (Use(name, path, line) for line in sorted(set(_lines(name, text))))


def removed_names(base: SymbolMap, head: SymbolMap) -> list[str]:
    """Return the Python names that only the base has."""
    return sorted(_names(base) - _names(head))


def _names(symbols: SymbolMap) -> set[str]:
    return {name for names in symbols.values() for name in names}


def _lines(name: str, text: str) -> Iterator[int]:
    owner, _, field = name.partition(".")
    if field and owner[0].isupper() and not re.search(rf"(?i)\b{owner}s?\b", text):
        return
    for match in re.finditer(_pattern(name), text):
        yield text.count("\n", 0, match.end()) + 1


def _pattern(name: str) -> str:
    """Return a regular expression that finds a name in code and prose.

    Example:
        >>> bool(re.search(_pattern("contacts.create(title=)"), 'api.contacts.create(1, title="CTO")'))
        True
        >>> bool(re.search(_pattern("Contact.title"), "ada.title"))
        True
        >>> bool(re.search(_pattern("delete-contact"), "def delete_contact():"))
        True
    """
    call, _, argument = name.partition("(")
    owner, _, field = call.partition(".")
    if argument:
        return rf"\b{re.escape(call)}\([^()]*\b{argument.rstrip(')')}"
    if field and owner[0].isupper():
        return rf"\.{field}\b(?!\()|[\"']{field}[\"']"
    return rf"(?<![\w-]){re.escape(name)}(?![\w-])".replace(r"\-", "[-_]")
