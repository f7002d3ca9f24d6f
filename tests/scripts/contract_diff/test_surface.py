"""The Python surface of a real package in a real repository, before and after."""

import subprocess
from pathlib import Path

import pytest

from scripts.contract_diff.errors import InputError
from scripts.contract_diff.surface import surface_findings

BEFORE = '''"""A package."""


class Customers:
    def create(self, name: str, plan: str | None = None) -> None: ...

    def delete(self, id: str) -> None: ...
'''
AFTER = '''"""A package."""


class Customers:
    def create(self, name: str, plan: str) -> None: ...
'''


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository in which a package was committed and then changed."""
    module = tmp_path / "src/shop/__init__.py"
    module.parent.mkdir(parents=True)
    module.write_text(BEFORE, encoding="utf-8")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    module.write_text(AFTER, encoding="utf-8")
    return tmp_path


def test_lost_names_and_changed_signatures_are_breaking(repository: Path) -> None:
    findings = surface_findings("HEAD", repository, {"shop": "src"})
    assert {(finding.symbols, finding.severity.value) for finding in findings} == {
        (("shop.Customers.delete",), "breaking"),
        (("shop.Customers.create",), "breaking"),
    }
    places = [finding.revision for finding in findings if finding.revision]
    assert {place.file for place in places} == {"src/shop/__init__.py"}


def test_an_unknown_revision_is_an_input_error(repository: Path) -> None:
    with pytest.raises(InputError, match="the Python surface cannot be read"):
        surface_findings("no-such-revision", repository, {"shop": "src"})
