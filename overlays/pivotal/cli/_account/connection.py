"""The client that the options of a command make."""

import logging
import os
import sys
from collections.abc import Mapping
from typing import Any

from pivotal import PivotalApi
from pivotal._keys import ApiKey
from pivotal.cli._account.keys import Account, find_account
from pivotal.cli._exits import KeyProblem

BASE_URL_VARIABLE = "PIVOTAL_BASE_URL"
_UNUSED = "pivotal_test_unused"  # a client needs a key, even for an operation that sends none


def client_for(options: Mapping[str, Any], *, needs_key: bool = True) -> PivotalApi:
    """Return a client with the key and the settings that the options choose. Raises KeyProblem if there is no key."""
    account = _account(options, needs_key=needs_key)
    base_url = account.base_url or os.environ.get(BASE_URL_VARIABLE) or None
    debug = bool(options.get("debug"))
    if debug:
        _log_to_standard_error()
    settings: dict[str, Any] = {"timeout": options["timeout"]} if options.get("timeout") else {}
    return PivotalApi(api_key=account.key, base_url=base_url, log_bodies=debug, pacing=True, **settings)


def base_url_for(options: Mapping[str, Any]) -> str | None:
    """Return the URL that requests would go to, without the need of a key; None for the real API."""
    return _account(options, needs_key=False).base_url or os.environ.get(BASE_URL_VARIABLE) or None


def _account(options: Mapping[str, Any], *, needs_key: bool) -> Account:
    try:
        return find_account(options)
    except KeyProblem:
        if needs_key:
            raise
        return Account(ApiKey(_UNUSED), options.get("base_url"))


def _log_to_standard_error() -> None:
    """Show each attempt, with its bodies and without the key."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("pivotal")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
