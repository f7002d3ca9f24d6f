"""Where contracts are read from - a file, a git revision, a URL, standard input - and what is beside them."""

import os
import posixpath
import subprocess
import sys
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urljoin, urlsplit

from attrs import frozen

from contract_diff.core.decoding import decode
from contract_diff.core.errors import InputError
from contract_diff.core.limits import MAX_BYTES

DEFAULT_SPEC = "spec/openapi.yaml"
STANDARD_INPUT = "-"
URL_SCHEMES = ("http://", "https://")
# Characters that a URL may contain as they are (RFC 3986), and the percent sign of escapes.
URL_CHARACTERS = "%:/?#[]@!$&'()*+,;=~"
# How many digits of a commit a title has.
DIGITS = 7


class MissingSourceError(InputError):
    """There is nothing where a source was expected."""


@frozen
class Source:
    """The text of a contract, and the name by which findings refer to it.

    Attributes:
        origin: Where it was read, so that files beside it can be read too; None for text from memory.
    """

    name: str
    text: str
    origin: "Origin | None" = None


class Origin(Protocol):
    """A place that has a source, and others beside it."""

    @property
    def name(self) -> str:
        """The name by which findings refer to it."""
        ...

    @property
    def path(self) -> str:
        """The path, with slashes, that distinguishes it from those beside it."""
        ...

    def read(self) -> Source:
        """Read the source.

        Raises:
            InputError: There is nothing readable.
        """
        ...

    def beside(self, reference: str) -> "Origin":
        """Return the place that a relative reference names.

        Raises:
            InputError: Nothing may be read there.
        """
        ...


@frozen
class FileOrigin:
    """A file, by a path from the working directory.

    Attributes:
        folder: The folder that what is beside it must not leave; its own if it is the root of a contract.
    """

    path: str
    folder: str | None = None

    @property
    def name(self) -> str:
        """The path, as a string that every output can encode."""
        return self.path.encode("utf-8", "backslashreplace").decode()

    def read(self) -> Source:
        """See `Origin.read`."""
        try:
            with Path(self.path).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            raise MissingSourceError(f"{self.name}: no such file; check the path") from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise InputError(f"{self.name}: cannot be read ({reason}); name a file") from None
        return Source(self.name, decode(self.name, content), self)

    def beside(self, reference: str) -> Origin:
        """See `Origin.beside`; a symbolic link counts as what it leads to."""
        folder = posixpath.dirname(self.path) if self.folder is None else self.folder
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), _relative_path(reference)))
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            raise InputError("it leads out of the contract's folder; move the file there, or bundle the contract")
        try:
            is_special = Path(path).exists() and not Path(path).is_file()
        except OSError as error:
            raise InputError(f"its file cannot be read ({error.strerror})") from None
        if is_special:
            raise InputError(f"{path} is not a file")
        return FileOrigin(path, folder)


@frozen
class GitOrigin:
    """A file at a git revision, by its path from the repository's root, or from the working directory with `./`."""

    revision: str
    path: str

    @property
    def name(self) -> str:
        """REV:PATH, as git writes it."""
        return f"{self.revision}:{self.path}"

    def read(self) -> Source:
        """See `Origin.read`."""
        try:
            process = subprocess.run(  # noqa: S603
                ["git", "cat-file", "blob", self.name],  # noqa: S607
                capture_output=True,
                check=False,
            )
        except (OSError, ValueError) as error:
            raise InputError(f"git:{self.name}: git cannot be run ({error}); install it or name a file") from None
        if process.returncode != 0:
            lines = process.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = lines[0].removeprefix("fatal: ") if lines else "no reason given"
            raise MissingSourceError(
                f"git:{self.name}: git cannot show {self.path} at {self.revision} ({reason}); check revision and path"
            )
        return Source(self.name, decode(self.name, process.stdout), self)

    def beside(self, reference: str) -> Origin:
        """See `Origin.beside`."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), _relative_path(reference)))
        if self.path.startswith(("./", "../")):
            path = f"./{path}"
        elif path.startswith("../"):
            raise InputError("it leads out of the repository")
        return GitOrigin(self.revision, path)


@frozen
class UrlOrigin:
    """A URL.

    Attributes:
        is_public: Whether its host must not have a private address, as it had none when the root was read.
    """

    url: str
    is_public: bool = False

    @property
    def name(self) -> str:
        """The URL."""
        return self.url

    @property
    def path(self) -> str:
        """The part after the host."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def read(self) -> Source:
        """See `Origin.read`; what is beside the source is relative to the URL that returned it."""
        # Imported here, so that a comparison of files doesn't wait for it.
        from contract_diff.core.fetching import Fetcher

        with Fetcher(max_bytes=MAX_BYTES, is_public=self.is_public) as fetcher:
            content, final_url = fetcher.fetch(self.url)
        return Source(self.url, decode(self.url, content), UrlOrigin(final_url, fetcher.is_public))

    def beside(self, reference: str) -> Origin:
        """See `Origin.beside`."""
        url = quote(urljoin(self.url, reference), safe=URL_CHARACTERS)
        if _host(url) != _host(self.url):
            raise InputError("it leads to another host; bundle the contract or fetch the file")
        return UrlOrigin(url, self.is_public)


def _host(url: str) -> tuple[str, str]:
    """Return scheme and host of a URL, with its port."""
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


@frozen
class StandardInput:
    """Standard input."""

    name: str = "standard input"
    path: str = ""

    def read(self) -> Source:
        """See `Origin.read`."""
        if sys.stdin is None:
            raise InputError("standard input is closed; pipe a contract in, or name a file")
        return Source(self.name, decode(self.name, sys.stdin.buffer.read(MAX_BYTES + 1)), self)

    def beside(self, reference: str) -> Origin:
        """Raise an InputError, as there is nothing beside it."""
        raise InputError("standard input has no folder; name the contract's file")


def _relative_path(reference: str) -> str:
    """Return a relative reference as a path. Reject URLs, and paths from the root of the file system."""
    parts = urlsplit(reference)
    if parts.scheme in ("http", "https") or reference.startswith("//"):
        raise InputError("it is a URL, and a local contract is read without a network; bundle it or fetch the file")
    if parts.scheme or reference.startswith(("/", "\\")) or os.path.isabs(reference):  # noqa: PTH117
        raise InputError("it is not a relative path; write it relative to the file that refers to it")
    path = unquote(reference)
    if "\0" in path:
        raise InputError("its file cannot be read (embedded null byte)")
    return path


def read_source(spec: str, default_path: str = DEFAULT_SPEC) -> Source:
    """Read a contract.

    Args:
        spec: A file path, an http(s) URL, `git:REV[:PATH]` (PATH from the repository's root), or `-` for
            standard input.
        default_path: The PATH of `git:REV` without one.

    Raises:
        InputError: There is nothing readable.

    Example:
        >>> read_source("spec/none.yaml")
        Traceback (most recent call last):
        ...
        contract_diff.reading.sources.MissingSourceError: spec/none.yaml: no such file; check the path
    """
    return _origin(spec, default_path).read()


def title(spec: str, name: str) -> str:
    """Return the name of a source for people: of a git revision with the first seven digits of its commit."""
    if not spec.startswith("git:"):
        return name
    revision, _, path = name.partition(":")
    command = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    found = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603
    digits = found.stdout.strip()[:DIGITS]
    if not digits or len(digits) < DIGITS:
        return name
    return f"{digits}:{path}" if found.stdout.startswith(revision) else f"{revision} ({digits}):{path}"


def _origin(spec: str, default_path: str) -> Origin:
    if spec == STANDARD_INPUT:
        return StandardInput()
    if spec.startswith("git:"):
        revision, _, path = spec.removeprefix("git:").partition(":")
        if not revision or revision.startswith("-"):
            raise InputError(f"{spec}: no revision; write git:REV or git:REV:PATH")
        return GitOrigin(revision, path or default_path)
    if spec.lower().startswith(URL_SCHEMES):
        return UrlOrigin(spec)
    if not spec:
        raise InputError("an empty name; name a file, an http(s) URL or git:REV[:PATH]")
    scheme, separator, _ = spec.partition("://")
    if separator and scheme.isalnum():
        raise InputError(f"{spec}: {scheme}:// is not read; name a file, an http(s) URL or git:REV[:PATH]")
    return FileOrigin(spec)
