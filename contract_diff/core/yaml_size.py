"""The loader of YAML, and whether a text may be composed: its levels, values and aliases are within its limits."""

import re
from typing import Any

import yaml

from contract_diff.core.errors import InputError
from contract_diff.core.limits import Limits

TAG = "tag:yaml.org,2002:"
# PyYAML composes by recursion in C, whose overflow ends the process; this many levels are safe.
_SAFE_LEVELS = 15_000
# PyYAML 6.0.4 brings a libyaml that refuses 1,000 levels itself, more than our limits allow.
LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"
_BREAKS = "\n\x85\u2028\u2029"
# What opens blocks: the indentation of a line, and the indicators there.
_INDENTATION = re.compile(rf"(?:^|[{_BREAKS}])([ \t?:-]+)")
# At least one of these is before each value but the topmost.
_SEPARATORS = (*_BREAKS, ",", "[", "{", "- ", "-\t", "? ", "?\t")


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader that composes nodes; `no`, `12:30` and dates are strings, as in YAML 1.2."""


Loader.yaml_implicit_resolvers = {}
for _name, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", "<<", ["<"]),
):
    Loader.add_implicit_resolver(TAG + _name, re.compile(f"^(?:{_pattern})$"), _first)


def too_deep(name: str, limits: Limits, line: int) -> InputError:
    """Return the error of a text with too many levels."""
    levels = f"more than {limits.depth} levels at line {line}"
    return InputError(f"{name}: nested too deeply to be read, {levels}; flatten it")


def too_many(name: str, limits: Limits) -> InputError:
    """Return the error of a text with too many values."""
    return InputError(f"{name}: contains more than {limits.values:,} values; split it")


def check_size(name: str, text: str, limits: Limits) -> None:
    """Reject a text that could exceed its limits before it takes memory and time.

    Raises:
        InputError: It does.
        MarkedYAMLError: It is not YAML.
    """
    if _may_exceed(text, limits):
        _check_events(name, text, limits)


def _may_exceed(text: str, limits: Limits) -> bool:
    """Return whether a text could exceed what may be composed, as far as its characters show."""
    indentation = max((len(blanks) for blanks in _INDENTATION.findall(text)), default=0)
    # A list may have the column of the property that it is the value of.
    levels = text.count("[") + text.count("{") + 2 * (indentation + 1)
    return (
        levels > _SAFE_LEVELS
        or 2 * sum(map(text.count, _SEPARATORS)) > limits.values  # a key for each
        or (not limits.repeated and "*" in text)
    )


def _check_events(name: str, text: str, limits: Limits) -> None:
    """Count levels and values, and find aliases, without composing."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=Loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent) and not limits.repeated:
            place = f"{name}:{mark.line + 1}:{mark.column + 1}"
            raise InputError(f"{place}: uses YAML aliases (*name); write out what they stand for")
        nodes += isinstance(event, yaml.NodeEvent)
        if nodes > limits.values:
            raise too_many(name, limits)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > limits.depth:
            raise too_deep(name, limits, mark.line + 1)
