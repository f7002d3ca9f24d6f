"""Which certificates are trusted."""

import os
from functools import cache
from typing import TYPE_CHECKING

from .errors import InvalidArgumentError, shown

if TYPE_CHECKING:  # a client over plain HTTP never imports it
    from ssl import SSLContext

_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def tls_context(*, http2: bool = False) -> "SSLContext":
    """Return a context that trusts the usual certificates, or those that the environment names.

    Raises:
        InvalidArgumentError: SSL_CERT_FILE or SSL_CERT_DIR names none.
    """
    name = next((name for name in _VARIABLES if os.environ.get(name)), "")
    return _context(name, os.environ.get(name, ""), http2)


def check_certificates() -> None:
    """Raise InvalidArgumentError if the environment names certificates that can't be read."""
    if any(os.environ.get(name) for name in _VARIABLES):
        tls_context()


# Creating a context takes as long as the rest of a client. It has no connection state, so all clients share it, except
# that httpcore sets in it which protocols a connection may speak.
@cache
def _context(name: str, path: str, http2: bool) -> "SSLContext":
    from ssl import SSLError, create_default_context

    if not name:
        from certifi import where

        return create_default_context(cafile=where())
    file, folder = (path, None) if name == "SSL_CERT_FILE" else (None, path)
    try:
        if folder is not None:
            os.scandir(folder).close()  # OpenSSL wouldn't report that it is missing
        return create_default_context(cafile=file, capath=folder)
    except (OSError, SSLError) as error:
        raise InvalidArgumentError(
            f"{name}: {shown(path)} can't be used ({error}); correct the environment variable or remove it."
        ) from error


def unverified_context() -> "SSLContext":
    """Return a context that accepts every certificate."""
    from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext

    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, CERT_NONE
    return context
