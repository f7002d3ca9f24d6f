"""Profiles: named ways to get an API key, in a TOML file that only its owner can read."""

import os
import shlex
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import asdict

from pivotal.cli._exits import CommandError, KeyProblem

FOLDER_VARIABLE = "PIVOTAL_CONFIG_DIR"
SERVICE = "pivotal"  # the name of our entries in a keyring


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A named way to get an API key.

    Attributes:
        key: The key itself.
        key_command: A command that prints the key, such as `op read op://vault/pivotal/key`.
        keyring: Whether the system's keyring has the key.
        base_url: The URL of the API, if it is not the real one.
    """

    key: str = ""
    key_command: str = ""
    keyring: bool = False
    base_url: str = ""

    @property
    def source(self) -> str:
        """Where the key is, in a word."""
        return "keyring" if self.keyring else "command" if self.key_command else "file"

    def __repr__(self) -> str:
        return f"<Profile with a key from: {self.source}>"


class Profiles(Struct, forbid_unknown_fields=True):
    """The content of the file.

    Attributes:
        current: The profile in use.
        webhook_secret: The secret that signs what `pivotal webhooks` sends.
        profiles: The profiles by name.
    """

    current: str = ""
    webhook_secret: str = ""
    profiles: dict[str, Profile] = field(default_factory=dict[str, Profile])


def profiles_file() -> Path:
    """Return the path of the file, in the platform's folder for settings."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        from platformdirs import user_config_dir

        folder = user_config_dir("pivotal", appauthor=False, roaming=True)
    return Path(folder) / "config.toml"


def read_profiles() -> Profiles:
    """Return the profiles; none if there is no file. Raises CommandError if the file can't be used."""
    path = profiles_file()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Profiles()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} can't be read: {getattr(error, 'strerror', None) or 'not UTF-8'}.") from error
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"{path} is not TOML: {error}; correct it, or delete it and log in again.") from error
    return _checked(document, path)


def _checked(document: Mapping[str, Any], path: Path) -> Profiles:
    import msgspec

    try:
        return msgspec.convert(document, Profiles)
    except msgspec.ValidationError as error:
        raise CommandError(f"{path}: {error}; correct it, or delete it and log in again.") from error


def write_profiles(profiles: Profiles) -> None:
    """Replace the file in one step; nobody else can read it at any moment."""
    import tomli_w

    path = profiles_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    tables = {name: _filled(profile) for name, profile in profiles.profiles.items()}
    content = tomli_w.dumps({**_filled(profiles), "profiles": tables})
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".config-")  # made with mode 0600
    try:
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, which no Path opens
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _filled(entry: Profile | Profiles) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if value}


def profile_named(name: str) -> Profile:
    """Return a profile. Raises KeyProblem if there is none of that name."""
    profiles = read_profiles().profiles
    if name not in profiles:
        known = f"the profiles are {', '.join(profiles)}" if profiles else "there is none yet"
        raise KeyProblem(f"There is no profile {name!r}: {known}; run `pivotal login --profile {shlex.quote(name)}`.")
    return profiles[name]


def key_of(name: str, profile: Profile) -> str:
    """Return the key of a profile, wherever it is. Raises KeyProblem if it can't be had."""
    if profile.keyring:
        return _from_keyring(name)
    if profile.key_command:
        return _from_command(profile.key_command)
    _warn_of_readers()
    return profile.key


def _from_command(command: str) -> str:
    try:
        words = shlex.split(command)
        # The user's own command, from a file that only the user writes; its errors and questions go to the terminal.
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)  # noqa: S603
        return done.stdout.decode().strip()
    except subprocess.CalledProcessError as error:
        raise KeyProblem(f"key_command ended with exit code {error.returncode}; run it yourself to see why.") from None
    except (OSError, ValueError, IndexError) as error:
        raise KeyProblem(f"key_command can't be run: {getattr(error, 'strerror', None) or error}.") from None


def keyring() -> Any:
    """Return the module `keyring`. Raises CommandError if it is not installed."""
    try:
        return import_module("keyring")
    except ModuleNotFoundError as error:
        raise CommandError("keyring is not installed; pip install keyring, or log in without --keyring.") from error


def _from_keyring(name: str) -> str:
    key = keyring().get_password(SERVICE, name)
    if not key:
        raise KeyProblem(f"The keyring has no key for the profile {name!r}; log in again.")
    return cast(str, key)


def _warn_of_readers() -> None:
    path = profiles_file()
    if os.name == "posix" and path.stat().st_mode & 0o077:
        import click

        click.echo(f"pivotal: warning: others can read the key in {path}; run: chmod 600 {path}", err=True)
