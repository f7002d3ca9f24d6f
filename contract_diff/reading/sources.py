"""Where texts stand - a file, a revision in git, a URL, standard input - and what stands beside them."""

import codecs
import os
import posixpath
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urljoin, urlsplit

from contract_diff.core.errors import InputError

DEFAULT_SPEC = "spec/openapi.yaml"
STANDARD_INPUT = "-"
URL_SCHEMES = ("http://", "https://")
# What stands for itself in an address (RFC 3986), and what is written by percent signs already.
RESERVED = "%:/?#[]@!$&'()*+,;=~"
MAX_BYTES = 64 * 2**20
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class MissingSourceError(InputError):
    """Nothing stands where something was to be read."""


@dataclass(frozen=True)
class Source:
    """The text of a contract and the name under which findings refer to it.

    Attributes:
        origin: where it was read, so that what it refers to can be; None for a text of the program's own.
    """

    name: str
    text: str
    origin: "Origin | None" = None


class Origin(Protocol):
    """A place that has a text, and others beside it."""

    @property
    def name(self) -> str:
        """What findings call it."""
        ...

    @property
    def path(self) -> str:
        """The path by which it and those beside it are told apart, with slashes."""
        ...

    def read(self) -> Source:
        """What stands there.

        Raises:
            InputError: there is nothing readable.
        """
        ...

    def beside(self, reference: str) -> "Origin":
        """The place that a relative reference names.

        Raises:
            InputError: it leads where nothing is read from here.
        """
        ...


def decode(name: str, data: bytes) -> str:
    """A text from UTF-8, or from UTF-16 with a byte order mark; every line ends with a line feed.

    Raises:
        InputError: it is larger than MAX_BYTES or no such text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES // 2**20} MiB; name a contract")
    mark, encoding = next((pair for pair in BYTE_ORDER_MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: cannot be read as {encoding.upper()} text ({error.reason} at byte {error.start + len(mark)}); "
            "save it as UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class FileOrigin:
    """A file, by a path from the working directory."""

    path: str

    @property
    def name(self) -> str:
        """The path, as a text that every output can carry."""
        return self.path.encode("utf-8", "backslashreplace").decode()

    def read(self) -> Source:
        """See `Origin.read`."""
        try:
            with Path(self.path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            raise MissingSourceError(f"{self.name}: no such file; check the path") from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise InputError(f"{self.name}: cannot be read ({reason}); name a file") from None
        return Source(self.name, decode(self.name, data), self)

    def beside(self, reference: str) -> Origin:
        """See `Origin.beside`."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), _local(reference)))
        try:
            is_special = Path(path).exists() and not Path(path).is_file()
        except OSError as error:
            raise InputError(f"its file cannot be read ({error.strerror})") from None
        if is_special:
            raise InputError(f"{path} is no file")
        return FileOrigin(path)


@dataclass(frozen=True)
class GitOrigin:
    """A file at a revision, by its path from the repository's root, or from the working directory with `./`."""

    revision: str
    path: str

    @property
    def name(self) -> str:
        """REV:PATH, as git writes it."""
        return f"{self.revision}:{self.path}"

    def read(self) -> Source:
        """See `Origin.read`."""
        try:
            shown = subprocess.run(  # noqa: S603
                ["git", "cat-file", "blob", self.name],  # noqa: S607
                capture_output=True,
                check=False,
            )
        except (OSError, ValueError) as error:
            raise InputError(f"git:{self.name}: git cannot be run ({error}); install it or name a file") from None
        if shown.returncode != 0:
            lines = shown.stderr.decode("utf-8", "replace").strip().splitlines()
            reason = lines[0].removeprefix("fatal: ") if lines else "no reason given"
            raise MissingSourceError(
                f"git:{self.name}: git cannot show {self.path} at {self.revision} ({reason}); check revision and path"
            )
        return Source(self.name, decode(self.name, shown.stdout), self)

    def beside(self, reference: str) -> Origin:
        """See `Origin.beside`."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), _local(reference)))
        if self.path.startswith(("./", "../")):
            path = f"./{path}"
        elif path.startswith("../"):
            raise InputError("it leads out of the repository")
        return GitOrigin(self.revision, path)


@dataclass(frozen=True)
class UrlOrigin:
    """An address; `stays` where it must answer itself and not send on to another host."""

    url: str
    stays: bool = False

    @property
    def name(self) -> str:
        """The address."""
        return self.url

    @property
    def path(self) -> str:
        """The part behind the host."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def read(self) -> Source:
        """See `Origin.read`; references are resolved against the URL that redirects led to."""
        # Imported here, so that a comparison of files doesn't wait for it.
        from contract_diff.core.fetching import Fetcher

        with Fetcher(max_bytes=MAX_BYTES, same_host=self.stays) as fetcher:
            content, final = fetcher.fetch(self.url)
        return Source(self.url, decode(self.url, content), UrlOrigin(final, self.stays))

    def beside(self, reference: str) -> Origin:
        """See `Origin.beside`."""
        there = quote(urljoin(self.url, reference), safe=RESERVED)
        if _host(there) != _host(self.url):
            raise InputError("it leads to another host; bundle the contract or fetch the file")
        return UrlOrigin(there, stays=True)


def _host(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


@dataclass(frozen=True)
class StandardInput:
    """What is piped in."""

    name: str = "standard input"
    path: str = ""

    def read(self) -> Source:
        """See `Origin.read`."""
        if sys.stdin is None:
            raise InputError("standard input is closed; pipe a contract in, or name a file")
        return Source(self.name, decode(self.name, sys.stdin.buffer.read(MAX_BYTES + 1)), self)

    def beside(self, reference: str) -> Origin:
        """Nothing stands beside it."""
        raise InputError("standard input has no folder; name the contract's file")


def _local(reference: str) -> str:
    """A relative reference as a path; by an address or from the root of the file system nothing is read."""
    parts = urlsplit(reference)
    if parts.scheme in ("http", "https") or reference.startswith("//"):
        raise InputError(
            "it is an address, and a local contract is read without a network; bundle it or fetch the file"
        )
    if parts.scheme or reference.startswith(("/", "\\")) or os.path.isabs(reference):  # noqa: PTH117
        raise InputError("it is no relative path; write it relative to the file in which it stands")
    return unquote(reference)


def read_source(spec: str, default_path: str = DEFAULT_SPEC) -> Source:
    """Read a contract.

    Args:
        spec: a file path, an http(s) URL, `git:REV[:PATH]` (PATH from the repository's root), or `-` for
            standard input.
        default_path: the PATH of `git:REV` without one.

    Raises:
        InputError: there is nothing readable there.

    Example:
        >>> read_source("spec/none.yaml")
        Traceback (most recent call last):
        ...
        contract_diff.origins.MissingSourceError: spec/none.yaml: no such file; check the path
    """
    return _origin(spec, default_path).read()


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
