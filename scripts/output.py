"""What the command lines say: reports as UTF-8 wherever they go, and what is wrong in one line."""

import io
import os
import sys
from contextlib import suppress

from scripts.contract import InputError
from scripts.contract_diff.report.words import visible


def tell(program: str, words: str) -> None:
    """Say one line on standard error; nothing in it steers a terminal or a runner.

    Where it can't be written, the exit code has to tell.
    """
    with suppress(OSError):
        print(f"{program}: {visible(' '.join(words.splitlines()))}", file=sys.stderr)


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
