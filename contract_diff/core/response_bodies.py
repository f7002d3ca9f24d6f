"""The body of a response, decompressed no further than a document may be large."""

import zlib

from contract_diff.core.errors import InputError

ACCEPTED = "gzip"
_CODINGS = ("gzip", "x-gzip")
_WITH_HEADER = 16 + zlib.MAX_WBITS  # of gzip


class ResponseBody:
    """Collects the chunks of one body.

    Args:
        url: What error messages name.
        coding: The Content-Encoding header.
        max_bytes: The size of the largest content, after decompression.

    Raises:
        InputError: It is compressed in another way than was asked for, or several times.
    """

    def __init__(self, url: str, coding: str, max_bytes: int) -> None:
        self._url = url
        self._max_bytes = max_bytes
        self._content = bytearray()
        self._inflate = None
        if coding.strip().lower() not in ("", "identity"):
            if coding.strip().lower() not in _CODINGS:
                raise InputError(f"{url}: compressed with {coding!r}, not with gzip alone; download the file yourself.")
            self._inflate = zlib.decompressobj(_WITH_HEADER)

    def add(self, chunk: bytes) -> None:
        """Add a chunk as it was received. Raises InputError if it is invalid, or too much."""
        if self._inflate is None:
            self._content += chunk
        try:
            while self._inflate is not None and chunk and not self._is_too_large():
                if self._inflate.eof:  # another member of gzip follows
                    self._inflate = zlib.decompressobj(_WITH_HEADER)
                self._content += self._inflate.decompress(chunk, self._max_bytes + 1 - len(self._content))
                chunk = self._inflate.unused_data
        except zlib.error:
            raise InputError(
                f"{self._url}: could not be fetched (it is not gzip as declared); try again later."
            ) from None
        if self._is_too_large():
            raise InputError(f"{self._url}: larger than {self._max_bytes // 2**20} MiB; name one document.")

    def _is_too_large(self) -> bool:
        return len(self._content) > self._max_bytes

    def whole(self) -> bytes:
        """Return the content. Raises InputError if its end is missing."""
        if self._inflate is not None and not self._inflate.eof:
            raise InputError(f"{self._url}: could not be fetched (its gzip ends too early); try again later.")
        return bytes(self._content)
