"""The values of a project's own files: its contract, policies, approvals, the catalog of rules."""

from pathlib import Path
from typing import Any

from contract_diff.core.decoding import decode
from contract_diff.core.errors import InputError
from contract_diff.core.limits import MAX_BYTES, PROJECT
from contract_diff.core.parsing import parse_text


def parse_yaml(text: str | bytes, source: str) -> Any:
    """Return the value of YAML or JSON text.

    Args:
        text: The text; bytes are UTF-8, or UTF-16 with a byte order mark.
        source: What an error message calls it.

    Raises:
        InputError: The text is not YAML, or exceeds the limits of a project's files.

    Example:
        >>> parse_yaml("expires: 2030-01-31", "approvals.yaml")
        {'expires': '2030-01-31'}
    """
    return parse_text(source, decode(source, text) if isinstance(text, bytes) else text, PROJECT).root


def read_yaml_file(path: Path) -> Any:
    """Return the value in a YAML file.

    Raises:
        InputError: The file can't be read, or is not YAML.
    """
    return parse_yaml(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, as far as it may be read.

    Raises:
        InputError: It can't be read, or is larger than any document may be.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason}); name a file") from None
