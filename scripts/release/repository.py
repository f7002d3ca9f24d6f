"""What a release requires of the repository, and its commit and tag."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from contract_diff.core.errors import InputError
from scripts.git import run_git
from scripts.release.versions import TAG_PREFIX, read_version

MAIN = "main"


def check_releasable(repository: Path) -> None:
    """Check that a repository is in the state that a release needs.

    Raises:
        InputError: It is on another branch, has uncommitted files, or differs from what is published.
    """
    branch = _try_git(repository, "symbolic-ref", "--quiet", "--short", "HEAD")
    if branch != MAIN:
        raise InputError(f"a release is made on {MAIN}, and this is {branch or 'no branch'}; run: git switch {MAIN}")
    if _git(repository, "status", "--porcelain"):
        raise InputError("the working tree has files that aren't committed; commit them, or put them away")
    published = _try_git(repository, "rev-parse", "--verify", "--quiet", f"refs/remotes/origin/{MAIN}")
    if published and published != _git(repository, "rev-parse", "HEAD"):
        raise InputError(f"{MAIN} isn't what origin/{MAIN} is; pull or push first, so that what CI ran is released")


def last_release(repository: Path) -> str | None:
    """Return the tag of the last release that HEAD contains; None before the first.

    Raises:
        InputError: The history isn't complete, so that a tag may be missing.
    """
    if _git(repository, "rev-parse", "--is-shallow-repository") == "true":
        raise InputError("the history is cut off, so the last release is unknown; run: git fetch --unshallow --tags")
    pattern = f"{TAG_PREFIX}[0-9]*.[0-9]*.[0-9]*"
    return _try_git(repository, "describe", "--tags", "--abbrev=0", f"--match={pattern}", "HEAD") or None


def check_tag(repository: Path, tag: str) -> None:
    """Check that a tag is that of the release which HEAD is.

    Raises:
        InputError: It names another version or commit, or one that the published main branch doesn't contain.
    """
    version = read_version(repository)
    if tag != f"{TAG_PREFIX}{version}":
        raise InputError(f"the tag {tag} isn't that of version {version}, which HEAD has; tag by make release")
    tagged = _try_git(repository, "rev-parse", "--verify", "--quiet", f"refs/tags/{tag}^{{commit}}")
    if tagged != _git(repository, "rev-parse", "HEAD"):
        raise InputError(f"the tag {tag} isn't at HEAD; check out what it names")
    if run_git(["merge-base", "--is-ancestor", "HEAD", f"refs/remotes/origin/{MAIN}"], repository).returncode:
        raise InputError(f"origin/{MAIN} doesn't contain the commit of {tag}; only what is on {MAIN} is published")


@contextmanager
def scratch_tree(repository: Path) -> Iterator[Path]:
    """Provide HEAD as a working tree of its own; what fails there leaves the repository's as it was."""
    with TemporaryDirectory(prefix="release-") as folder:
        tree = Path(folder) / "tree"
        _git(repository, "worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
        try:
            yield tree
        finally:
            _git(repository, "worktree", "remove", "--force", str(tree))


def commit_and_tag(repository: Path, tree: Path, version: str) -> str:
    """Commit a scratch tree, move main to that commit, and return its new tag.

    Raises:
        InputError: The tag exists, or git refuses.
    """
    tag, subject = f"{TAG_PREFIX}{version}", f"Release {version}"
    if _try_git(repository, "rev-parse", "--verify", "--quiet", f"refs/tags/{tag}"):
        raise InputError(f"the tag {tag} exists, but {MAIN} doesn't contain it; find out who released from elsewhere")
    _git(tree, "add", "--all")
    _git(tree, "commit", "--quiet", "--message", subject)
    commit = _git(tree, "rev-parse", "HEAD")
    _git(repository, "tag", "--annotate", tag, "--message", subject, commit)
    try:
        _git(repository, "merge", "--quiet", "--ff-only", commit)
    except InputError:
        _git(repository, "tag", "--delete", tag)
        raise
    return tag


def _git(repository: Path, *arguments: str) -> str:
    done = run_git(list(arguments), repository)
    if done.returncode:
        reason = " ".join(done.stderr.decode(errors="replace").split())
        raise InputError(f"git {arguments[0]} fails in {repository} ({reason}); correct that and repeat")
    return done.stdout.decode().strip()


def _try_git(repository: Path, *arguments: str) -> str:
    """Return what git prints; nothing if it fails."""
    done = run_git(list(arguments), repository)
    return "" if done.returncode else done.stdout.decode().strip()
