"""JSON as values of the contract's types: by a strict decoder, and what it refuses, leniently."""

from typing import Any, TypeVar

import msgspec

from .json_errors import NOT_JSON

T = TypeVar("T")

# Only content that the strict decoder refuses loads lenient_json: neither the start nor other answers pay for it.


def decode(content: bytes | str, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode JSON as the decoder's type. Raises one of NOT_JSON."""
    try:
        return decoder.decode(content)
    except NOT_JSON as error:
        from .forks import importing

        with importing:
            from .lenient_json import decode_leniently
        return decode_leniently(content, decoder, error)


def decode_any(content: bytes | str) -> Any:
    """Decode JSON as builtin types. Raises one of NOT_JSON."""
    return decode(content, msgspec.json.Decoder())


def convert(data: Any, kind: Any) -> Any:
    """Convert decoded JSON to a type. Raises ``msgspec.ValidationError`` with the path of the invalid value."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        from .forks import importing

        with importing:
            from .lenient_json import convert_leniently
        return convert_leniently(data, kind, error)
