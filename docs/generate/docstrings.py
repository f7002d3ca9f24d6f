"""A docstring of the house's style as Markdown."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import griffe

from contract_diff.core.errors import InputError
from docs.generate.markdown import block

_DOCTEST_OPTION = re.compile(r" *# doctest: .*$", re.MULTILINE)
_TITLES = {
    griffe.DocstringSectionKind.parameters: "Arguments",
    griffe.DocstringSectionKind.other_parameters: "Other arguments",
    griffe.DocstringSectionKind.attributes: "Attributes",
    griffe.DocstringSectionKind.raises: "Raises",
    griffe.DocstringSectionKind.warns: "Warns",
    griffe.DocstringSectionKind.yields: "Yields",
    griffe.DocstringSectionKind.returns: "Returns",
}


def render(docstring: griffe.Docstring) -> str:
    """Return a docstring as Markdown.

    Raises:
        InputError: It has a section of an unknown kind.
    """
    sections = docstring.parse("google", warnings=False)
    return "\n".join(part for section in sections for part in _section(section))


def _section(section: griffe.DocstringSection) -> Iterator[str]:
    if section.kind is griffe.DocstringSectionKind.text:
        yield f"{section.value}\n"
    elif section.kind is griffe.DocstringSectionKind.examples:
        yield from _examples(section.value)
    elif section.kind is griffe.DocstringSectionKind.admonition:
        yield from _admonition(section)
    elif section.kind in _TITLES:
        yield f"**{_TITLES[section.kind]}**\n"
        yield "".join(_entries(section.value))
    else:
        raise InputError(f"docs/generate/docstrings.py can't render the section {section.kind.value!r}; add it there.")


def _admonition(section: griffe.DocstringSection) -> Iterator[str]:
    text = str(section.value.description)
    if text.lstrip().startswith(">>>"):
        yield block("pycon", _DOCTEST_OPTION.sub("", text))
    else:
        yield f"**{section.title}** {text}\n"


def _examples(values: Iterable[tuple[griffe.DocstringSectionKind, str]]) -> Iterator[str]:
    for kind, text in values:
        yield block("pycon", text) if kind is griffe.DocstringSectionKind.examples else f"{text}\n"


def _entries(elements: Iterable[Any]) -> Iterator[str]:
    for element in elements:
        name = getattr(element, "name", "") or element.annotation or ""
        text = " ".join(element.description.split())
        yield f"- `{name}`: {text}\n" if name else f"- {text}\n"
