"""Ids: display_ids and cuids. The same history produces the same cuids on every run."""

from hashlib import blake2b

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 24


def cuid(*parts: object) -> str:
    """Return a cuid made from the parts. The same parts produce the same cuid.

    Example:
        >>> cuid("customers", 1)
        'c97zb4574l9ko2qnkfglk9501'
    """
    number = int.from_bytes(blake2b("\0".join(map(str, parts)).encode(), digest_size=16).digest())
    digits: list[str] = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "c" + "".join(digits)


def is_display_id(path_id: str) -> bool:
    """Return whether an id is looked up as a display_id: all digits.

    Example:
        >>> is_display_id("42"), is_display_id("acme-co")
        (True, False)
    """
    return path_id.isascii() and path_id.isdigit()
