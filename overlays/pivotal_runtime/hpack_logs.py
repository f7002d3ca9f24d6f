"""What hpack logs: the headers of HTTP/2 as they are compressed, the API key among them."""

import logging


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


def keep_keys_out_of_logs() -> None:
    """Drop hpack's debug records, whatever the level: they contain the key, in plain text or as it can be decoded."""
    for name in ("hpack.hpack", "hpack.table"):
        logging.getLogger(name).addFilter(_above_debug)
