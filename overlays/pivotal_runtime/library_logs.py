"""What the libraries below log at DEBUG and must not: keys and passwords.

hpack logs the headers of HTTP/2 as they are compressed, in plain text or so that they can be decoded, and httpcore the
password of a SOCKS proxy.
"""

import logging

_WITH_SECRETS = ("hpack.hpack", "hpack.table", "httpcore.socks", "httpcore2.socks")


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


def keep_secrets_out_of_logs() -> None:
    """Drop the debug records of these loggers, whatever their level is."""
    for name in _WITH_SECRETS:
        logging.getLogger(name).addFilter(_above_debug)
