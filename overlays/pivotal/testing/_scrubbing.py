"""Mask keys and webhook secrets in recordings, however they are written: plain, escaped, or in base64."""

import re
from base64 import b64encode

from pivotal_runtime.errors import redact

_STARTS = ("pivotal_", "whsec_")
_BACKSLASHES = r"(?:\\|%(?:25){0,3}5[cC]){1,4}"
_ENTITY, _ENTITY_END = r"(?:&|%26)(?:#|%23)", "(?:;|%3[bB])"  # of HTML


def scrubbed(text: str) -> str:
    """Return the text with every secret masked.

    Example:
        >>> scrubbed("?key=pivotal%5Ftest%5FK8s9secretsecret&a=b")
        '?key=pivotal%5F...&a=b'
    """
    return _BASE64.sub(_without_base64, _ESCAPED.sub(_without_escapes, redact(text)))


def _without_escapes(found: re.Match[str]) -> str:
    is_plain = not set(found[0]) & set("%&\\")  # `redact` masked it
    return found[0] if is_plain else f"{found['start']}..."


def _without_base64(found: re.Match[str]) -> str:
    return "..." if any(mark in found[0] for mark in _MARKS) else found[0]


def _hex(number: int) -> str:
    return "".join(f"[{digit}{digit.upper()}]" for digit in f"{number:02x}")


def _escaped(text: str) -> str:
    """Return a pattern for a string of which any letter may be escaped, for a URL even twice."""
    return "".join(map(_escaped_letter, text))


def _escaped_letter(letter: str) -> str:
    code = _hex(ord(letter))
    entity = rf"{_ENTITY}(?:0*{ord(letter)}|[xX]0*{code}){_ENTITY_END}"
    return rf"(?:{letter}|%(?:25){{0,3}}{code}|{_BACKSLASHES}(?:u00|x){code}|{entity})"


def _in_base64(text: str) -> list[str]:
    """Return the digits of base64 that the string alone decides, behind 0, 1 or 2 other bytes."""
    content = text.encode()
    codes = [b64encode(bytes(before) + content + b"\0\0").decode() for before in range(3)]
    return [code[-(-8 * before // 6) : 8 * (before + len(content)) // 6] for before, code in enumerate(codes)]


_ESCAPED = re.compile(
    rf"(?P<start>{'|'.join(map(_escaped, _STARTS))})"
    rf"(?:[\w+/=.~-]|%[0-9a-fA-F]{{2}}|{_BACKSLASHES}(?:u00|x)[0-9a-fA-F]{{2}}|{_ENTITY}\w{{1,9}}{_ENTITY_END})+"
)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]|%2[BbFf]){12,}(?:=|%3[Dd]){0,2}")
_ONCE = [mark for start in _STARTS for mark in _in_base64(start)]
_MARKS = (*_ONCE, *(twice for mark in _ONCE for twice in _in_base64(mark)))
