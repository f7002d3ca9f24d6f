"""A contract's text, and what a command line calls it by."""

from scripts.contract import InputError
from scripts.contract_diff.origins import (
    URL_SCHEMES,
    FileOrigin,
    GitOrigin,
    MissingSourceError,
    Origin,
    Source,
    StandardInput,
    UrlOrigin,
)

__all__ = ["DEFAULT_SPEC", "STANDARD_INPUT", "MissingSourceError", "Source", "read_source"]

DEFAULT_SPEC = "spec/openapi.yaml"
STANDARD_INPUT = "-"


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
        scripts.contract_diff.origins.MissingSourceError: spec/none.yaml: no such file; check the path
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
