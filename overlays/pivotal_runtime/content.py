"""The body of a response, decompressed chunk by chunk, so that a small answer can't fill the memory."""

import zlib
from collections.abc import Mapping
from typing import Any, cast

ACCEPTED = "gzip, deflate"
# Codings that were not asked for, and can't be read; what is none at all, such as utf-8, is ignored.
_UNREADABLE = frozenset({"br", "compress", "dcb", "dcz", "x-compress", "zstd"})
_STEP = 65_536  # bytes; decompressed at once
_WINDOWS: Mapping[str, int] = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class ContentError(Exception):
    """The body can't be used; the message completes a sentence about the response."""


class Content:
    """Collects the chunks of one body.

    Args:
        coding: The Content-Encoding header.
        limit: The most bytes to keep, after decompression; None for any number.
    """

    def __init__(self, coding: str, limit: int | None) -> None:
        codings = [name for part in coding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
        if len(codings) > 1:
            raise ContentError(f"with a body that is compressed {len(codings)} times ({coding}); one time is accepted")
        self._coding = codings[0] if codings else ""
        if self._coding in _UNREADABLE:
            raise ContentError(f"with a body that is compressed with {self._coding}; {ACCEPTED} were asked for")
        window = _WINDOWS.get(self._coding)
        self._inflate = None if window is None else zlib.decompressobj(window)
        self._limit = limit
        self._size = 0
        self._is_whole, self._is_padding = True, False
        self._members_end = -1  # the size after the last whole member
        self._parts: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        """Add a chunk as it was received. Raises ContentError if it is invalid, or too much."""
        if self._inflate is None:
            self._keep(chunk)
            return
        try:
            while chunk and not self._is_padding:
                chunk = self._decompress(self._inflate, chunk)
        except zlib.error as error:
            raise ContentError(f"with a body that is declared as {self._coding} but can't be decompressed") from error

    def _decompress(self, inflate: Any, chunk: bytes) -> bytes:
        """Decompress a chunk up to the end of the content; return the rest, such as another member of gzip."""
        if inflate.eof:
            inflate, self._members_end = zlib.decompressobj(_WINDOWS[self._coding]), self._size
        try:
            part = inflate.decompress(chunk, _STEP)
        except zlib.error:
            if self._members_end == self._size:  # not a member: some servers pad what they send
                self._is_padding = self._is_whole = True
                return b""
            if self._coding != "deflate" or self._size:
                raise
            # Some servers send deflate without its zlib header.
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            part = inflate.decompress(chunk, _STEP)
        while part:
            self._keep(part)
            part = inflate.decompress(inflate.unconsumed_tail, _STEP)
        self._inflate, self._is_whole = inflate, inflate.eof
        return cast(bytes, inflate.unused_data)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._limit is not None and self._size > self._limit:
            raise ContentError(f"with a body of more than {self._limit:,} bytes; set max_response_bytes to accept it")
        self._parts.append(part)

    def whole(self) -> bytes:
        """Return the body. Raises ContentError if its end is missing."""
        if not self._is_whole:
            raise ContentError(f"with a body that is declared as {self._coding} but ends too early")
        return b"".join(self._parts)
