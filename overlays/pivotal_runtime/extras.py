"""Optional dependencies."""

from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def needs_extra(extra: str) -> Generator[None]:
    """Wrap an import: if a package is missing, the error names the extra that installs it.

    Args:
        extra: The extra that installs the package.

    Raises:
        ImportError: A package of the extra is not installed.

    Example:
        >>> with needs_extra("sandbox"):
        ...     import no_such_package
        Traceback (most recent call last):
        ImportError: no_such_package is missing; pip install "pivotal[sandbox]".
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f'{error.name} is missing; pip install "pivotal[{extra}]".', name=error.name) from error
