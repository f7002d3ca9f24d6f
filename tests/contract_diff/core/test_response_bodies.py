"""Compressed documents over a real socket: bounded while they are decompressed."""

import gzip
import tracemalloc
import zlib

import pytest

from contract_diff.core.errors import InputError
from contract_diff.core.fetching import Fetcher
from tests.support.scripted import Site, reply

MIB = 2**20


def gzipped(content: bytes) -> bytes:
    """Compress content to the same bytes at any time, because test processes compare the names made of them."""
    return gzip.compress(content, mtime=0)


def fetch(docs: Site, content: bytes, coding: str, max_bytes: int = MIB) -> bytes:
    docs.pages["/a"] = reply(body=content, headers={"Content-Encoding": coding})
    with Fetcher(max_bytes=max_bytes) as fetcher:
        return fetcher.fetch(f"{docs.url}/a").content


@pytest.mark.parametrize(
    ("content", "coding"),
    [
        (gzipped(b"content"), "gzip"),
        (gzipped(b"content"), "X-GZip"),
        (gzipped(b"con") + gzipped(b"tent"), "gzip"),
        (b"content", "identity"),
    ],
)
def test_one_coding_is_read(docs: Site, content: bytes, coding: str) -> None:
    assert fetch(docs, content, coding) == b"content"
    assert docs.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("content", "coding", "message"),
    [
        (gzipped(gzipped(b"content")), "gzip, gzip", "compressed with 'gzip, gzip', not with gzip alone"),
        (zlib.compress(b"content"), "deflate", "compressed with 'deflate'"),
        (b"content", "br", "compressed with 'br'"),
        (b"content", "gzip", "it is not gzip as declared"),
        (gzipped(b"content") + b"more", "gzip", "it is not gzip as declared"),
        (gzipped(b"content" * 9)[:-9], "gzip", "ends too early"),
        (gzipped(b"x" * (MIB + 1)), "gzip", "larger than 1 MiB"),
    ],
)
def test_any_other_body_is_refused(docs: Site, content: bytes, coding: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        fetch(docs, content, coding)


def test_a_bomb_takes_no_more_memory_than_a_document_may(docs: Site) -> None:
    bomb = zlib.compressobj(wbits=31)
    content = b"".join([*(bomb.compress(bytes(MIB)) for _ in range(256)), bomb.flush()])
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="larger than 1 MiB"):
            fetch(docs, content, "gzip")
        with pytest.raises(InputError, match="compressed with"):
            fetch(docs, gzipped(content), "gzip, gzip")
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()
