"""The command line `pivotal`. Needs the extra: pip install "pivotal[cli]"."""

import sys
from collections.abc import Sequence

from pivotal_runtime.extras import needs_extra

__all__ = ["main"]

MISSING_EXTRA = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code, which `pivotal --help` documents.

    Args:
        argv: The arguments; None takes those of the process.

    Example:
        >>> main(["--version"])
        pivotal 0.1.0
        0
    """
    try:
        with needs_extra("cli"):
            from pivotal.cli._app import run
    except ImportError as error:
        print(f"pivotal: {error}", file=sys.stderr)
        return MISSING_EXTRA
    return run(argv)
