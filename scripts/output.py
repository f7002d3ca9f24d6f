"""Standard output of the command lines: UTF-8 wherever it goes, and no traceback where nobody reads on."""

import io
import os
import sys

from scripts.contract import InputError


def show(text: str) -> None:
    """Print as UTF-8; a reader that has seen enough may go, the verdict stands.

    Raises:
        InputError: It can't be written.
    """
    if sys.stdout is None:
        raise InputError("standard output is closed; open it, or use --output where there is one")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered would be tried, and told, once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise InputError(f"standard output cannot be written ({error.strerror}); send it elsewhere") from None
