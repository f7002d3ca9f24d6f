"""Where a contract is read from: a file, a URL, or a revision in git."""

import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from scripts.contract import InputError

DEFAULT_SPEC = "spec/openapi.yaml"
URL_SCHEMES = ("http://", "https://")
URL_TIMEOUT_SECONDS = 30


class MissingSourceError(InputError):
    """Nothing stands where something was to be read."""


@dataclass(frozen=True)
class Source:
    """The text of a contract and the name under which findings refer to it."""

    name: str
    text: str


def read_source(spec: str, default_path: str = DEFAULT_SPEC) -> Source:
    """Read a contract.

    Args:
        spec: a file path, an http(s) URL, or `git:REV[:PATH]` (PATH from the repository's root).
        default_path: the PATH of `git:REV` without one.

    Raises:
        InputError: there is nothing readable there.

    Example:
        >>> read_source("spec/none.yaml")
        Traceback (most recent call last):
        ...
        scripts.contract_diff.source.MissingSourceError: spec/none.yaml: no such file; check the path
    """
    if spec.startswith("git:"):
        return _from_git(spec, default_path)
    if spec.startswith(URL_SCHEMES):
        return _from_url(spec)
    return _from_file(spec)


def _from_file(spec: str) -> Source:
    try:
        return Source(spec, Path(spec).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingSourceError(f"{spec}: no such file; check the path") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{spec}: cannot be read as UTF-8 text ({error})") from None


def _from_url(spec: str) -> Source:
    headers = {"Accept": "application/json, application/yaml"}
    request = urllib.request.Request(spec, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=URL_TIMEOUT_SECONDS) as response:  # noqa: S310
            return Source(spec, response.read().decode("utf-8"))
    except (urllib.error.URLError, TimeoutError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{spec}: cannot be fetched ({error})") from None


def _from_git(spec: str, default_path: str) -> Source:
    revision, _, path = spec.removeprefix("git:").partition(":")
    path = path or default_path
    if not revision or revision.startswith("-"):
        raise InputError(f"{spec}: no revision; write git:REV or git:REV:PATH")
    try:
        shown = subprocess.run(  # noqa: S603
            ["git", "show", f"{revision}:{path}"],  # noqa: S607
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise InputError(f"{spec}: git cannot show it ({error})") from None
    if shown.returncode != 0:
        reason = shown.stderr.strip().splitlines()[0].removeprefix("fatal: ") if shown.stderr.strip() else "?"
        raise MissingSourceError(f"{spec}: git cannot show {path} at {revision} ({reason})")
    return Source(f"{revision}:{path}", shown.stdout)
