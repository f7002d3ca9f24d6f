"""What a release requires of the repository, asked of real ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from scripts.release.repository import check_releasable, check_tag, commit_and_tag, last_release, scratch_tree
from scripts.release.versions import FILES, read_version
from tests.support.workflows import git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository on main of version 1.2.3."""
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "a@example.com")
    folder = tmp_path / "repository"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text('__version__ = "1.2.3"\n', encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "base")
    return folder


def commit(repository: Path) -> None:
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "more")


def publish(repository: Path) -> None:
    """Let origin have what main is now."""
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")


def leave_main(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "topic")


def detach(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "--detach")


def change(repository: Path) -> None:
    (repository / FILES[0]).write_text("", encoding="utf-8")


def add_untracked(repository: Path) -> None:
    (repository / "notes").touch()


def run_ahead(repository: Path) -> None:
    publish(repository)
    commit(repository)


REFUSED: list[tuple[Callable[[Path], None], str]] = [
    (leave_main, "a release is made on main, and this is topic; run: git switch main"),
    (detach, "a release is made on main, and this is no branch"),
    (change, "the working tree has files that aren't committed"),
    (add_untracked, "the working tree has files that aren't committed"),
    (run_ahead, "main isn't what origin/main is"),
]


@pytest.mark.parametrize(("spoil", "message"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_repository_that_is_not_ready_is_refused(
    repository: Path, spoil: Callable[[Path], None], message: str
) -> None:
    check_releasable(repository)
    spoil(repository)
    with pytest.raises(InputError, match=message):
        check_releasable(repository)


def test_the_last_release_is_the_nearest_tag_of_a_version(repository: Path) -> None:
    assert last_release(repository) is None
    git(repository, "tag", "v1.2.3")
    commit(repository)
    git(repository, "tag", "vendored")
    assert last_release(repository) == "v1.2.3"


def test_a_cut_off_history_is_refused(repository: Path, tmp_path: Path) -> None:
    commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), "clone")
    with pytest.raises(InputError, match="git fetch --unshallow --tags"):
        last_release(tmp_path / "clone")


def test_a_tag_that_exists_elsewhere_stays_and_main_too(repository: Path) -> None:
    git(repository, "tag", "v2.0.0")
    before = git(repository, "rev-parse", "HEAD")
    with scratch_tree(repository) as tree, pytest.raises(InputError, match=r"the tag v2\.0\.0 exists"):
        commit_and_tag(repository, tree, "2.0.0")
    assert git(repository, "rev-parse", "main", "v2.0.0").split() == [before, before]


def test_a_release_that_main_cannot_take_leaves_no_tag(repository: Path) -> None:
    with scratch_tree(repository) as tree:
        (tree / "file").touch()
        commit(repository)
        with pytest.raises(InputError, match="git merge fails"):
            commit_and_tag(repository, tree, "2.0.0")
    assert git(repository, "tag") == ""


def test_only_the_tag_of_the_version_at_head_on_main_is_published(repository: Path) -> None:
    with pytest.raises(InputError, match=r"v9\.9\.9 isn't that of version 1\.2\.3"):
        check_tag(repository, "v9.9.9")
    with pytest.raises(InputError, match=r"v1\.2\.3 isn't at HEAD"):
        check_tag(repository, "v1.2.3")
    git(repository, "tag", "v1.2.3")
    with pytest.raises(InputError, match="origin/main doesn't contain the commit"):
        check_tag(repository, "v1.2.3")
    publish(repository)
    check_tag(repository, "v1.2.3")


def test_distributions_of_different_versions_are_refused(repository: Path) -> None:
    (repository / FILES[1]).write_text('__version__ = "1.2.4"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"1\.2\.3 \(overlays.*1\.2\.4 \(contract_diff"):
        read_version(repository)
    change(repository)
    with pytest.raises(InputError, match="states no version of three numbers"):
        read_version(repository)
