"""`pivotal login`, `logout`, `profiles` and `use`."""

import sys
from collections.abc import Mapping
from typing import Any

import click
from pivotal_runtime.errors import printable

from pivotal import ApiKey
from pivotal.cli._account.connection import client_for
from pivotal.cli._account.keys import STANDARD_INPUT, read_key
from pivotal.cli._account.options import common_options, complete_profile, error_option, given_options
from pivotal.cli._account.profiles import (
    SERVICE,
    Profile,
    key_of,
    keyring,
    profile_named,
    profiles_file,
    read_profiles,
    write_profiles,
)
from pivotal.cli._output.printer import Printer, output_format, output_options
from pivotal.errors import InvalidArgumentError

_DEFAULT = "default"
_COLUMNS = ["name", "current", "source", "key", "base_url"]


def _login(**_: Any) -> None:
    """Ask for an API key, check it with the API, and keep it as a profile that only you can read.

    Better: keep the command that prints the key, such as --key-command 'op read op://vault/pivotal/key'.
    Without a terminal, the key is read from standard input.
    """
    options = given_options(click.get_current_context())
    name = options.get("profile") or _DEFAULT
    key, profile = _new_profile(name, options)
    with client_for({**options, "key": key}) as client:
        workspace, mode = printable(client.me().organization.name), client.mode
    if profile.keyring:
        keyring().set_password(SERVICE, name, key)
    profiles = read_profiles()
    profiles.profiles[name] = profile
    profiles.current = profiles.current or name
    write_profiles(profiles)
    in_use = "in use" if profiles.current == name else f"run `pivotal use {name}` to use it"
    click.echo(f"Logged in to {workspace} ({mode}) as profile {name}, {in_use}.", err=True)


def _new_profile(name: str, options: Mapping[str, Any]) -> tuple[str, Profile]:
    """Return the key and the profile that the options describe."""
    base_url = options.get("base_url") or ""
    if command := options.get("key_command"):
        profile = Profile(key_command=command, base_url=base_url)
        return key_of(name, profile), profile
    if options.get("keyring"):
        keyring()  # before the key is asked for
        return _asked_key(options), Profile(keyring=True, base_url=base_url)
    key = _asked_key(options)
    return key, Profile(key=key, base_url=base_url)


def _asked_key(options: Mapping[str, Any]) -> str:
    if source := options.get("api_key_file"):
        return read_key(source)
    if sys.stdin.isatty():
        key: str = click.prompt("API key (not shown)", hide_input=True, err=True)
        return key.strip()
    return read_key(STANDARD_INPUT)


def _logout(name: str, **_: Any) -> None:
    """Forget a profile, and its key in the keyring."""
    profile, profiles = profile_named(name), read_profiles()
    if profile.keyring:
        keyring().delete_password(SERVICE, name)
    del profiles.profiles[name]
    profiles.current = "" if profiles.current == name else profiles.current
    write_profiles(profiles)
    click.echo(f"Forgot the profile {name}.", err=True)


def _use(name: str, **_: Any) -> None:
    """Use the key of a profile from now on, unless PIVOTAL_API_KEY or PIVOTAL_PROFILE is set."""
    profile_named(name)
    profiles = read_profiles()
    profiles.current = name
    write_profiles(profiles)
    click.echo(f"Using the profile {name}.", err=True)


def _profiles(**values: Any) -> None:
    """List the profiles: where each has its key, and the part of the key that is safe to show."""
    content = read_profiles()
    rows = ({**_row(name, profile), "current": name == content.current} for name, profile in content.profiles.items())
    Printer(output_format(values), _COLUMNS, _COLUMNS).rows(rows)
    if not content.profiles:
        click.echo(f"There is no profile in {profiles_file()}; run `pivotal login`.", err=True)


def _row(name: str, profile: Profile) -> dict[str, Any]:
    return {
        "name": name,
        "source": profile.source,
        "key": _safe_part(profile.key) if profile.key else None,
        "base_url": profile.base_url or None,
    }


def _safe_part(key: str) -> str:
    try:
        return str(ApiKey(key))
    except InvalidArgumentError:
        return "(malformed)"


_NAME = click.Argument(["name"], metavar="PROFILE", shell_complete=complete_profile)
login = click.Command(
    "login",
    callback=_login,
    help=_login.__doc__,
    params=[
        click.Option(["--key-command"], metavar="COMMAND", help="Keep this command, which prints the key."),
        click.Option(["--keyring"], is_flag=True, help="Keep the key in the system's keyring, if that is installed."),
        *common_options(),
    ],
)
logout = click.Command("logout", callback=_logout, help=_logout.__doc__, params=[_NAME, error_option()])
use = click.Command("use", callback=_use, help=_use.__doc__, params=[_NAME, error_option()])
profiles = click.Command(
    "profiles", callback=_profiles, help=_profiles.__doc__, params=[*output_options(columns=False), error_option()]
)
