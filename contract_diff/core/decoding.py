"""The text of a file's bytes."""

import codecs

from contract_diff.core.errors import InputError
from contract_diff.core.limits import MAX_BYTES, MIB

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(name: str, content: bytes) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark; every line of the result ends with a line feed.

    Raises:
        InputError: It is larger than MAX_BYTES, or isn't such text.
    """
    if len(content) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES // MIB} MiB; name a contract")
    mark, encoding = next((pair for pair in BYTE_ORDER_MARKS if content.startswith(pair[0])), (b"", "utf-8"))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: cannot be read as {encoding.upper()} text ({error.reason} at byte {error.start + len(mark)}); "
            "save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
