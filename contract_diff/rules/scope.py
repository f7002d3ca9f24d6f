"""What of the two documents is compared: all paths, or fewer, under other prefixes; which extensions."""

from fnmatch import fnmatchcase

from attrs import field, frozen

from contract_diff.reading.extensions import Extensions


@frozen
class Scope:
    """Which paths are compared, and what is stripped from them; which extensions are.

    Attributes:
        ignored_paths: Paths that are left out, with `*` as a wildcard.
        base_prefix: What the paths of the base begin with, before they are matched with the head's.
        head_prefix: Likewise for the head.
        extensions: The extensions (`x-...`) whose changes are reported, besides those with a meaning of their own.

    Example:
        >>> Scope(ignored_paths=("/internal/*",)).ignores("/internal/jobs")
        True
    """

    ignored_paths: tuple[str, ...] = ()
    base_prefix: str = ""
    head_prefix: str = ""
    extensions: Extensions = field(factory=Extensions)

    def ignores(self, path: str) -> bool:
        """Return whether a path is left out."""
        return any(fnmatchcase(path, pattern) for pattern in self.ignored_paths)

    @property
    def prefixes(self) -> tuple[str, str]:
        """The prefixes of base and head, without a slash at the end."""
        return self.base_prefix.rstrip("/"), self.head_prefix.rstrip("/")


EVERYTHING = Scope()


def without_prefix(path: str, prefix: str) -> str:
    """Return a path without a prefix of whole segments.

    Example:
        >>> without_prefix("/v1/customers", "/v1"), without_prefix("/v10/customers", "/v1")
        ('/customers', '/v10/customers')
    """
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path
