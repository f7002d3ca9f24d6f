"""Folders that are replaced in one step: a process that is killed leaves the old content or the new one."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from contract_diff.core.errors import InputError
from contract_diff.core.files import staging_folder, sweep_leftovers, write_together
from contract_diff.core.system_errors import advise, describe

_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2
# What the system reports that can't exchange two folders: a file system that is mounted there, or of another kind.
_CANNOT_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EBUSY})
# The folder may be writable, and the one that contains it not.
_CANNOT_STAGE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def replace_files(folder: Path, texts: Mapping[Path, str], removed: Collection[Path] = ()) -> bool:
    """Write and remove files of a folder in one step, where the system can; return whether any changes.

    Args:
        folder: An existing folder.
        texts: The text of each file to write, by its path, which starts with the folder's.
        removed: The paths of the files to remove.

    Raises:
        InputError: A file can't be written.
    """
    try:
        for path in (folder.resolve(), *texts):
            sweep_leftovers(path)
        changed = {path: text for path, text in texts.items() if not _has_content(path, text)}
        gone = [path for path in removed if path.exists()]
        if changed or gone:
            _replace_files(folder, changed, gone)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({describe(error)}); {advise(error)}.") from error
    return bool(changed or gone)


def _replace_files(folder: Path, texts: Mapping[Path, str], removed: Collection[Path]) -> None:
    root = folder.resolve()
    try:
        with staging_folder(root) as staging:
            copy = staging / root.name
            _copy_folder(root, copy)
            for path, text in texts.items():
                _write(copy / path.relative_to(folder), text)
            for path in removed:
                (copy / path.relative_to(folder)).unlink()
            exchange(root, copy)
    except OSError as error:
        if error.errno not in _CANNOT_EXCHANGE | _CANNOT_STAGE:
            raise
        write_together(texts)
        for path in removed:
            path.unlink()


def replace_folder(base: Path, head: Path) -> None:
    """Move a finished folder to the place of another, and the other to its place.

    Raises:
        OSError: It can't be moved; then both are as they were.
    """
    if not base.exists():
        head.rename(base)
        return
    try:
        exchange(base, head)
    except OSError as error:
        if error.errno not in _CANNOT_EXCHANGE:
            raise
        _replace_in_two_steps(base, head)


def exchange(base: Path, head: Path) -> None:
    """Exchange two folders of one file system in a single step.

    Raises:
        OSError: They can't be exchanged; the errno is ENOSYS on a system that has no such step.
    """
    paths = os.fsencode(base), os.fsencode(head)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = library.renamex_np(*paths, _RENAME_SWAP)
        else:
            failed = library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    except (AttributeError, TypeError):  # Windows, or a C library without the function
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(base)) from None
    if failed:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(base))


def _replace_in_two_steps(base: Path, head: Path) -> None:
    backup = head.with_name(f"{head.name}-backup")
    base.rename(backup)
    try:
        head.rename(base)
    except BaseException:
        backup.rename(base)
        raise


def _has_content(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except FileNotFoundError:
        return False


def _copy_folder(folder: Path, copy: Path) -> None:
    """Copy a folder; its files become links, so that their owners and times stay, where links are possible."""
    for path in (folder, *sorted(folder.rglob("*"))):
        target = copy / path.relative_to(folder)
        if path.is_dir() and not path.is_symlink():
            target.mkdir()
            # A folder that can't be written stays one.
            target.chmod(path.stat().st_mode)
        else:
            try:
                os.link(path, target, follow_symlinks=False)
            except OSError:
                shutil.copy2(path, target, follow_symlinks=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # It is a link to the file in use.
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o644)
