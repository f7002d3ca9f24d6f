"""Mask keys and webhook secrets in recordings, however they are written: plain, escaped, or in base64."""

import re
from base64 import b64encode

from pivotal_runtime.errors import redact

_STARTS = ("pivotal_", "whsec_")
_BACKSLASHES = r"(?:\\|%(?:25){0,3}5[cC]){1,4}"


def scrubbed(text: str) -> str:
    """Return the text with every secret masked.

    Example:
        >>> scrubbed("?key=pivotal%5Ftest%5FK8s9secretsecret&a=b")
        '?key=pivotal%5F...&a=b'
    """
    return _BASE64.sub(_without_base64, _ESCAPED.sub(_without_escapes, redact(text)))


def _without_escapes(found: re.Match[str]) -> str:
    is_plain = "%" not in found[0] and "\\" not in found[0]  # `redact` masked it
    return found[0] if is_plain else f"{found['start']}..."


def _without_base64(found: re.Match[str]) -> str:
    return "..." if any(mark in found[0] for mark in _MARKS) else found[0]


def _hex(number: int) -> str:
    return "".join(f"[{digit}{digit.upper()}]" for digit in f"{number:02x}")


def _escaped(text: str) -> str:
    """Return a pattern for a string of which any letter may be escaped, for a URL even twice."""
    return "".join(
        rf"(?:{letter}|%(?:25){{0,3}}{_hex(ord(letter))}|{_BACKSLASHES}u00{_hex(ord(letter))})" for letter in text
    )


def _in_base64(text: str) -> list[str]:
    """Return the digits of base64 that the string alone decides, behind 0, 1 or 2 other bytes."""
    content = text.encode()
    codes = [b64encode(bytes(before) + content + b"\0\0").decode() for before in range(3)]
    return [code[-(-8 * before // 6) : 8 * (before + len(content)) // 6] for before, code in enumerate(codes)]


_ESCAPED = re.compile(
    rf"(?P<start>{'|'.join(map(_escaped, _STARTS))})(?:[\w+/=.~-]|%[0-9a-fA-F]{{2}}|{_BACKSLASHES}u[0-9a-fA-F]{{4}})+"
)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]|%2[BbFf]){12,}(?:=|%3[Dd]){0,2}")
_MARKS = tuple(mark for start in _STARTS for mark in _in_base64(start))
