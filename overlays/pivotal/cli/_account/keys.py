"""Which API key a command uses."""

import os
import sys
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pivotal._keys import ENVIRONMENT_VARIABLE, ApiKey
from pivotal.cli._exits import CommandError, KeyProblem
from pivotal.errors import InvalidArgumentError

PROFILE_VARIABLE = "PIVOTAL_PROFILE"
STANDARD_INPUT = "-"


class Account(NamedTuple):
    """A key, and the URL of the API that it is for; None for the client's own default."""

    key: ApiKey
    base_url: str | None


def find_account(options: Mapping[str, Any]) -> Account:
    """Return the key and the URL to use.

    An option comes first, then PIVOTAL_API_KEY, then PIVOTAL_PROFILE, then the profile in use.

    Raises:
        KeyProblem: There is no key, or it can't be used.
    """
    mode = options.get("require_mode")
    base_url = options.get("base_url")
    if key := options.get("key"):  # a login's, which is not kept yet
        return Account(_checked(key, mode), base_url)
    if source := options.get("api_key_file"):
        return Account(_checked(read_key(source), mode), base_url)
    name = options.get("profile")
    environment = os.environ.get(ENVIRONMENT_VARIABLE)
    if not name and environment:
        return Account(_checked(environment, mode), base_url)
    from pivotal.cli._account.profiles import key_of, profile_named, read_profiles  # most commands need none

    name = name or os.environ.get(PROFILE_VARIABLE) or read_profiles().current
    if not name:
        raise KeyProblem(f"There is no API key: set {ENVIRONMENT_VARIABLE}, or run `pivotal login`.")
    profile = profile_named(name)
    return Account(_checked(key_of(name, profile), mode), base_url or profile.base_url or None)


def read_key(source: str) -> str:
    """Return the key in a file, or on standard input (`-`)."""
    try:
        if source == STANDARD_INPUT:
            return sys.stdin.read().strip()
        from pathlib import Path  # few commands read a file

        return Path(source).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"--api-key-file {source}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise KeyProblem(f"--api-key-file {source}: not a text file.") from error


def _checked(key: str, mode: Literal["live", "test"] | None) -> ApiKey:
    try:
        return ApiKey(key, require_mode=mode)
    except InvalidArgumentError as error:
        message = str(error).replace("api_key ", "The API key ").replace("require_mode is", "--require-mode is")
        raise KeyProblem(message) from None
