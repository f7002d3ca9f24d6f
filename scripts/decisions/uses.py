"""Places, written by hand, that use what the contract no longer has."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from scripts.contract_diff.python_names import SymbolMap
from scripts.git import list_files

# Where names are generated, belong to another contract, or are those of an earlier time.
_ELSEWHERE = ("CHANGELOG.md", "changelog.d/", "contract_diff/", "generated/", "scripts/", "spec/")
_OTHER_CONTRACTS = tuple(f"tests/{name}/" for name in ("contract_diff", "data", "rehearsal", "scripts"))
_SUFFIXES = (".py", ".md", ".yaml")


@frozen
class Removed:
    """A name that was removed, and how it is found in code and prose.

    Attributes:
        name: The Python name, or the operationId.
        pattern: A regular expression for a use of it.
        subject: A regular expression for the files that may use it.
        is_certain: Whether a match is a use of it; another class may have a field of the same name.
    """

    name: str
    pattern: str
    subject: str = ""
    is_certain: bool = True


@frozen
class Use:
    """A line of a file that uses something removed."""

    removed: Removed
    path: str
    line: int


def find_uses(removed: Iterable[Removed], root: Path) -> Iterator[Use]:
    """Yield each line of a file that git knows, or doesn't ignore, which uses something removed.

    Args:
        removed: What was removed.
        root: The working tree.

    Raises:
        InputError: git can't list the files.
    """
    names = list(removed)
    for path in list_files(root) if names else ():
        if path.endswith(_SUFFIXES) and not path.startswith((*_ELSEWHERE, *_OTHER_CONTRACTS)):
            text = (root / path).read_text(encoding="utf-8")
            for name in names:
                yield from (Use(name, path, line) for line in sorted(set(_lines(name, text))))


def _lines(removed: Removed, text: str) -> Iterator[int]:
    if re.search(removed.subject, text):
        for match in re.finditer(removed.pattern, text):
            yield text.count("\n", 0, match.end()) + 1


def removed_symbols(base: SymbolMap, head: SymbolMap) -> list[Removed]:
    """Return the Python names that only the base has."""
    remaining = _names(head)
    fields = {name.partition(".")[2] for name in remaining if name[0].isupper()}
    removed = [symbol(name) for name in sorted(_names(base) - remaining)]
    return [evolve(name, is_certain=not name.subject or name.name.partition(".")[2] not in fields) for name in removed]


def _names(symbols: SymbolMap) -> set[str]:
    return {name for names in symbols.values() for name in names}


def symbol(name: str) -> Removed:
    """Return a removed Python name: a method, an argument, a class, a field or an enum's member.

    Example:
        >>> bool(re.search(symbol("contacts.create(title=)").pattern, 'api.contacts.create(1, title="CTO")'))
        True
        >>> bool(re.search(symbol("Contact.title").pattern, "ada.title"))
        True
    """
    call, _, argument = name.partition("(")
    owner, _, field = call.partition(".")
    if argument:
        return Removed(name, rf"\b{re.escape(call)}\([^()]*\b{argument.rstrip(')')}")
    if field and owner[0].isupper():
        return Removed(name, rf"\.{field}\b(?!\()|[\"']{field}[\"']|\b{field}=", rf"(?i)\b{owner}s?\b")
    return Removed(name, rf"(?<!\w){re.escape(name)}(?!\w)")


def operation(id_: str, method: str, path: str) -> Removed:
    """Return a removed operation: its operationId, or its method and path on one line.

    Example:
        >>> removed = operation("delete-contact", "delete", "/api/v1/contacts/{id}")
        >>> bool(re.search(removed.pattern, 'api.call("DELETE", f"/contacts/{ada.id}")'))
        True
        >>> bool(re.search(removed.pattern, "def delete_contact():"))
        True
    """
    words = re.escape(id_).replace(r"\-", "[-_]")
    segments = [r"[^/\s]+" if segment.startswith("{") else re.escape(segment) for segment in path.split("/")]
    # Prose and tests often leave out the prefix that all paths share.
    tail = "/".join(segments[-2 if segments[-1].startswith("[") else -1 :])
    return Removed(id_, rf"(?<![\w-]){words}(?![\w-])|(?i:\b{method}\b)[^\n]*/{tail}(?=[\"'`)\s]|$)")
