"""Names of an enum's members: one rule, and x-enum-varnames where the rule's names don't suit."""

import re
import unicodedata
from itertools import count

from scripts.contract import Document
from scripts.regenerate.naming import member

VALUES, NAMES = "x-sdk-values", "x-enum-varnames"
# Words for what a name can't contain, used where names would collide.
_SIGNS = {
    "!=": "NOT_EQUALS", "<=": "AT_MOST", ">=": "AT_LEAST", "=": "EQUALS", "<": "LESS", ">": "GREATER", "+": "PLUS",
    "-": "MINUS", "*": "STAR", "/": "SLASH", "%": "PERCENT", "&": "AND", "|": "OR", "!": "NOT", ".": "DOT",
    "~": "TILDE", "#": "HASH", "@": "AT", "$": "DOLLAR", ":": "COLON", "?": "QUESTION",
    "^": "CARET", "_": "UNDERSCORE", " ": "SPACE",
}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))


def member_names(schema: Document) -> list[str]:
    """Return a name for each value of an enum; x-enum-varnames decides if it lists as many.

    Where names would collide, signs become words: beside `created_at`, `-created_at` is MINUS_CREATED_AT. Values that
    differ only in case get a number.
    """
    values = [str(value) for value in schema.get(VALUES) or schema.get("enum") or []]
    given = schema.get(NAMES)
    if isinstance(given, list) and len(given) == len(values):
        return [member(str(name)) for name in given]
    plain = [member(value) for value in values]
    names: dict[int, str] = {}
    for index in sorted(range(len(values)), key=lambda index: not _is_exact(values[index])):
        suits = _is_exact(values[index]) or plain.count(plain[index]) == 1
        lost = plain[index] == "EMPTY" and values[index] != ""
        name = plain[index] if suits and not lost else spelled_name(values[index])
        names[index] = _free_name(name, set(names.values()))
    return [names[index] for index in range(len(values))]


def _is_exact(value: str) -> bool:
    return re.fullmatch(r"(?:[A-Za-z0-9](?:[-_]?[A-Za-z0-9])*)?", value) is not None


def _free_name(name: str, taken: set[str]) -> str:
    numbered = (f"{name.rstrip('_')}_{number}" for number in count(2))
    return name if name not in taken else next(candidate for candidate in numbered if candidate not in taken)


def spelled_name(value: str) -> str:
    """Return the name of a value with its leading, trailing and lone signs as words, and its letters kept."""
    words = re.split(r"(\w+)", unicodedata.normalize("NFKC", value))
    inner = range(1, len(words) - 1)
    spelled = [
        word
        if index % 2 or (index in inner and word in "-_ .")
        else _SIGN.sub(lambda sign: f"_{_SIGNS[sign[0]]}_", word)
        for index, word in enumerate(words)
    ]
    name = re.sub(r"\W+", "_", "".join(f"_{word}_" for word in spelled))
    name = re.sub(r"_+", "_", name).strip("_").upper()
    if not name:
        name = "_".join(unicodedata.name(letter, f"U{ord(letter):X}") for letter in value)
        name = re.sub(r"\W+", "_", name)
    return name if name.isidentifier() else f"FIELD_{name}"
