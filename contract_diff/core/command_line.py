"""The frame of a command line: errors in one line, exit codes, interruptions, and reports as UTF-8."""

import io
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from contract_diff.core.errors import InputError
from contract_diff.core.files import write_atomically
from contract_diff.core.safe_text import one_line, visible, without_commands
from contract_diff.core.system_errors import advise, describe, is_refusal

EXIT_INPUT, EXIT_FAULT, EXIT_INTERRUPTED = 2, 70, 130
# A sentence is shorter; a name in it may be as long as a document.
MAX_ERROR = 2_000


def run_main(program: str, main: Callable[[], int], *, interrupted: str = "interrupted") -> int:
    """Run a program's main function and return its exit code.

    Args:
        program: The name that error messages start with.
        main: The function.
        interrupted: What is reported about an interruption.

    An InputError, and a refusal of the system such as a full disk, are reported in one line and exit with 2. An
    interruption exits with 130. Any other exception is a fault of the program: it is reported with its traceback and
    exits with 70, so that it never looks like a verdict.
    """
    try:
        return main()
    except InputError as error:
        report_error(program, str(error))
        return EXIT_INPUT
    except KeyboardInterrupt:
        report_error(program, interrupted)
        return EXIT_INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and is_refusal(error):
            report_error(program, f"{describe(error)}; {advise(error)}.")
            return EXIT_INPUT
        return _report_fault(program)


def _report_fault(program: str) -> int:
    # Where standard error can't be written, the exit code is the report.
    with suppress(OSError):
        print(without_commands(visible(traceback.format_exc())), end="", file=sys.stderr)
    report_error(program, "internal error, there is no result; report the lines above")
    return EXIT_FAULT


def exit_at_once(code: int) -> NoReturn:
    """End the process without releasing its objects one by one, which takes a twelfth of a long comparison."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            if stream is not None:
                stream.flush()
    os._exit(code)


def report_error(program: str, message: str) -> None:
    """Print one line on standard error; nothing in it steers a terminal or a runner."""
    # Where standard error can't be written, the exit code is the report.
    with suppress(OSError):
        print(without_commands(f"{program}: {_without_middle(one_line(message))}"), file=sys.stderr)


def _without_middle(line: str) -> str:
    """Return a line as a whole, or its start and its end, which is the advice."""
    return line if len(line) <= MAX_ERROR else f"{line[: MAX_ERROR // 2]} ... {line[-MAX_ERROR // 2 :]}"


def wants_color() -> bool:
    """Return whether standard output shows colors: a terminal does, NO_COLOR forbids it, FORCE_COLOR demands it."""
    if os.environ.get("NO_COLOR"):
        return False
    is_terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return is_terminal or bool(os.environ.get("FORCE_COLOR"))


def print_text(text: str) -> None:
    """Print text or JSON as UTF-8; nothing in it steers a terminal or a runner.

    Raises:
        InputError: Standard output is closed, or can't be written.
    """
    _print(without_commands(visible(text)))


def _print(text: str) -> None:
    """Print as UTF-8; a reader may close the pipe early without changing the exit code."""
    if sys.stdout is None:
        raise InputError("standard output is closed; open it, or use --output where there is one")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # The rest of the buffer would be written, and fail, once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise InputError(f"standard output cannot be written ({error.strerror}); send it elsewhere") from None


def write_text(text: str, output: Path | None) -> None:
    """Print a report as it is, or write it to a file in one step.

    Raises:
        InputError: It can't be written.
    """
    if output is None:
        _print(text)
        return
    try:
        if output.exists() and not output.is_file():  # a device or a pipe is written to, not replaced
            output.write_text(text, encoding="utf-8")
        else:
            write_atomically(output.resolve(), text)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{output}: cannot be written ({reason}); choose another --output") from None
