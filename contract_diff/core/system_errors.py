"""What the system refuses, such as to write to a full disk or into a read-only folder, as a message."""

import errno
import shutil

_SPACE = "free some space and run again"
_PERMISSIONS = "check the permissions and run again"
_ADVICE = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: "raise the limit of a file's size and run again",
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.EROFS: "the file system is read-only, so run where it can be written",
    errno.EIO: "check the disk and run again",
    errno.EMFILE: "raise the limit of open files and run again",
    errno.ENFILE: "raise the limit of open files and run again",
    errno.ENOMEM: "free some memory and run again",
}


def is_refusal(error: OSError) -> bool:
    """Return whether the system refuses something that a user can change: the program is not at fault."""
    # Without a file's name, a missing file is the temporary folder.
    is_known = error.errno in _ADVICE or (error.errno == errno.ENOENT and error.filename is None)
    return is_known or isinstance(error, shutil.Error)


def describe(error: OSError) -> str:
    """Return what the system reported, and of which file.

    Example:
        >>> describe(OSError(28, "No space left on device")), describe(OSError(13, "Permission denied", "spec"))
        ('No space left on device', 'Permission denied: spec')
    """
    if isinstance(error, shutil.Error):  # what a copied folder lacks, file by file
        return str(error.args[0][0][2])
    reason = error.strerror or str(error)
    return f"{reason}: {error.filename}" if error.filename is not None else reason


def advise(error: OSError) -> str:
    """Return what to do about a refusal."""
    if error.errno == errno.ENOENT and error.filename is None:
        return "set TMPDIR to a folder that can be written"
    return _ADVICE.get(error.errno or 0, "check the free space and the permissions and run again")
