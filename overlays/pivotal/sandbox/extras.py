"""What serving and delivering need beyond the SDK itself."""

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def sandbox_extra() -> Generator[None]:
    """Around an import: says how to get what is missing.

    Raises:
        ImportError: A package of the extra is not installed.

    Example:
        >>> with sandbox_extra():
        ...     import no_such_package
        Traceback (most recent call last):
        ImportError: no_such_package is missing; install pivotal[sandbox].
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f"{error.name} is missing; install pivotal[sandbox].") from error
