"""Files that are replaced in one step, so that no reader sees half of one, and what killed runs leave of that."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# The names of temporary files and folders; .gitignore lists them.
_SUFFIX = ".tmp"
_RANDOM = r"[a-z0-9_]{8}"


def is_file(path: Path) -> bool:
    """Return whether a path is that of a file; a name that the system can't have is not."""
    return os.path.isfile(path)  # noqa: PTH113  (Path.is_file raises for a name that is too long)


def write_atomically(path: Path, text: str) -> None:
    """Write a text file by renaming a finished temporary one over it, so that no reader sees half of it."""
    write_together({path: text})


def write_together(texts: Mapping[Path, str]) -> None:
    """Write several text files, each as write_atomically does; none is renamed before all are written."""
    with ExitStack() as stack:
        staged = [(stack.enter_context(_staged_file(path, text)), path) for path, text in texts.items()]
        for temporary, path in staged:
            temporary.replace(path)


@contextmanager
def _staged_file(path: Path, text: str) -> Iterator[Path]:
    """Provide a finished temporary file beside a path; remove it if it was not renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_leftovers(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX)
    try:
        with _hold(Path(name)):
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(name).chmod(0o644)
            yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def staging_folder(path: Path) -> Iterator[Path]:
    """Provide an empty temporary folder beside a path, and remove it and its content at the end."""
    sweep_leftovers(path)
    with (
        # What can't be removed now is swept by the next run.
        tempfile.TemporaryDirectory(
            dir=path.parent, prefix=f".{path.name}.", suffix=_SUFFIX, ignore_cleanup_errors=True
        ) as name,
        _hold(Path(name)),
    ):
        yield Path(name)


def sweep_leftovers(path: Path) -> None:
    """Remove the temporary files and folders beside a path that belong to no running process."""
    name = re.compile(rf"\.{re.escape(path.name)}\.{_RANDOM}{re.escape(_SUFFIX)}")
    siblings = list(path.parent.iterdir()) if path.parent.is_dir() else []
    for leftover in [each for each in siblings if name.fullmatch(each.name)]:
        # What is in use can't be locked, and stays.
        with suppress(OSError), _hold(leftover):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


@contextmanager
def _hold(path: Path) -> Iterator[None]:
    """Lock a file or folder; the system releases the lock when the process ends, even if it is killed."""
    if sys.platform == "win32":  # It can't lock folders.
        yield
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
