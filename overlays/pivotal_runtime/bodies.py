"""Bodies in each media type that the contract can name: JSON, forms, multipart with files, text and bytes."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from .base_models import UNSET
from .encoding import encode_body, query_pairs, text_value
from .errors import InvalidArgumentError


def is_json(content_type: str) -> bool:
    """Return whether content of a media type is JSON, such as `application/merge-patch+json; charset=utf-8`."""
    name = _media_name(content_type)
    return name == "application/json" or name.endswith("+json")


def _media_name(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def encode_content(content_type: str, fields: Mapping[str, Any], *, whole: bool = False) -> tuple[bytes, str] | None:
    """Return a body and its Content-Type, or None if nothing is sent.

    Args:
        content_type: The media type of the contract.
        fields: The properties of the body, or the whole body as `body`.
        whole: Whether the body is one value.

    Raises:
        InvalidArgumentError: A value can't be sent in this media type.
    """
    name = _media_name(content_type)
    if whole and fields.keys() - {"body"}:
        raise InvalidArgumentError("extra_body: this body is one value, and has no fields to add to; leave it out.")
    if whole and fields["body"] is UNSET:
        return None
    if is_json(content_type):
        encoded = encode_body(fields)
        return encoded[len(b'{"body":') : -1] if whole else encoded, content_type
    if name == "application/x-www-form-urlencoded":
        return urlencode(query_pairs(fields["body"] if whole else fields)).encode(), content_type
    if name == "multipart/form-data":
        return _multipart(fields["body"] if whole else fields)
    return _raw(name, fields["body"]), content_type


def _raw(name: str, value: Any) -> bytes:
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    if isinstance(value, str):
        return text_value("body", value).encode()
    raise InvalidArgumentError(f"body: got {type(value).__name__}; {name} takes a string or bytes.")


def _multipart(fields: Mapping[str, Any]) -> tuple[bytes, str]:
    parts = [_part(name, value) for name, value in _values(fields)]
    # No part can contain the hash of all parts, and equal bodies are sent as equal bytes.
    boundary = hashlib.sha256(b"\0".join(header + content for header, content in parts)).hexdigest()
    line = f"--{boundary}\r\n".encode()
    content = b"".join(line + header + b"\r\n\r\n" + content + b"\r\n" for header, content in parts)
    return content + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _values(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        for item in cast(Sequence[Any], value) if isinstance(value, list) else (value,):
            if item is not None and item is not UNSET:
                yield name, item


def _part(name: str, value: Any) -> tuple[bytes, bytes]:
    header = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if isinstance(value, tuple):
        filename, content = cast(tuple[str, bytes], value)
        return _file(header, filename, content)
    if isinstance(value, bytes | bytearray):
        return _file(header, name, bytes(value))
    if isinstance(value, Mapping) or hasattr(value, "__struct_fields__"):
        return f"{header}\r\nContent-Type: application/json".encode(), encode_body({"_": value})[5:-1]
    return header.encode(), text_value(name, value).encode()


def _file(header: str, filename: str, content: bytes) -> tuple[bytes, bytes]:
    head = f'{header}; filename="{_quoted(filename)}"\r\nContent-Type: application/octet-stream'
    return head.encode(), content


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
