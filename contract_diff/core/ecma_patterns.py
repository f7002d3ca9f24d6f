"""Regular expressions of ECMA 262, translated to what both engines in use read alike."""

import re
import warnings
from functools import lru_cache

# Syntax that ECMA 262 writes differently, or that only ECMA 262 allows.
_TRANSLATIONS = (
    (re.compile(r"\(\?<(?=[A-Za-z_$])"), "(?P<"),
    (re.compile(r"\\k<(\w+)>"), r"(?P=\1)"),
    (re.compile(r"\[\^\]"), r"[\\s\\S]"),
    (re.compile(r"(\\[dDsSwW])-"), r"\1\\-"),
    (re.compile(r"(?<!\\)-(\\[dDsSwW]|\])"), r"\\-\1"),
    (re.compile(r"\[(\^?)-(?!\])"), r"[\1\\-"),
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# These mean themselves with and without a backslash, also in brackets.
_NEEDLESSLY_ESCAPED = frozenset("/_@:#\"',;!%&~=` ")


def translate(pattern: str) -> str:
    """Translate an expression, without what only ECMA 262 allows.

    Example:
        >>> print(translate(r"^[\\w-.]+\\/$"))
        ^[\\w\\-.]+/$
    """
    for ecma, others in _TRANSLATIONS:
        pattern = ecma.sub(others, pattern)
    return _ESCAPE.sub(lambda match: match[1] if match[1] in _NEEDLESSLY_ESCAPED else match[0], pattern)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Compile an expression; return None if Python can't read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return None
