"""Work in a forked child process."""

import os
import signal
import warnings
from collections.abc import Callable


def in_child(work: Callable[[], bool]) -> int:
    """Return the exit status of a forked child: 0 if the work returns True in time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forks beside threads
        pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        status = 1
        try:
            status = 0 if work() else 2
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
