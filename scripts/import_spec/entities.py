"""HTML entities in prose. Documentation escapes `<` and quotes in its sentences, and shows code as it is.

Descriptions are CommonMark: there an entity stands for its character, except in code spans and fenced blocks, where
`&lt;` means these four characters.
"""

import html
import re
from typing import Any

from scripts.openapi.comparison import PROSE_KEYS
from scripts.openapi.schemas import NAME_MAPS, OPAQUE

_CODE = re.compile(
    r"(?ms)^ {0,3}(?P<fence>```+|~~~+).*?(?:^ {0,3}(?P=fence)|\Z)|(?<!`)(?P<span>`+)(?!`).+?(?<!`)(?P=span)(?!`)"
)
# With its semicolon: without, `?a=1&copy=2` would be one.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def decode_entities(text: str) -> str:
    """Return prose with its entities decoded, and its code as it is.

    Example:
        >>> decode_entities("A contact&#39;s name, as `&lt;name&gt;`")
        "A contact's name, as `&lt;name&gt;`"
    """
    parts, end = [], 0
    for code in _CODE.finditer(text):
        parts += [_decode(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, _decode(text[end:])])


def _decode(prose: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), prose)


def decode_prose(node: Any, *, names: bool = False) -> Any:
    """Copy a part of a document with the entities of its prose decoded; values, names and examples stay.

    Args:
        node: Any part of a document.
        names: Whether the node's keys are names that the API chose, so that none of them is a keyword.
    """
    if isinstance(node, list):
        return [decode_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _decode_value(key, value, names) for key, value in node.items()}


def _decode_value(key: str, value: Any, names: bool) -> Any:
    if names:
        return decode_prose(value)
    if key in PROSE_KEYS and isinstance(value, str):
        return decode_entities(value)
    return value if key in OPAQUE else decode_prose(value, names=key in NAME_MAPS)
