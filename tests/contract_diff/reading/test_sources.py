"""Sources: files, git revisions and URLs."""

import subprocess
from pathlib import Path

import pytest

from contract_diff.api import compare
from contract_diff.core.errors import InputError
from contract_diff.findings.finding import Location
from contract_diff.reading.document import load
from contract_diff.reading.sources import read_source, title
from contract_diff.reporting.wording import compared, place
from tests.support.scripted import Site, reply

YAML = """\
openapi: 3.1.0
paths:
  /a/{b}:
    get:
      responses:
        200: {description: fine}
        '404':
          description: gone
"""


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(str(tmp_path / "none.yaml"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with one committed contract."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/openapi.yaml").write_text(YAML, encoding="utf-8")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    return tmp_path


def test_git_revisions_are_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert read_source("git:HEAD").text == YAML
    assert read_source("git:HEAD:spec/openapi.yaml").name == "HEAD:spec/openapi.yaml"
    with pytest.raises(InputError, match=r"git cannot show spec/none\.yaml at HEAD"):
        read_source("git:HEAD:spec/none.yaml")
    with pytest.raises(InputError, match="no revision"):
        read_source("git:--help")


def test_the_title_of_a_revision_has_seven_digits_of_its_commit(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    subprocess.run(["git", "branch", "-M", "main"], check=True)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    assert title("git:main", "main:spec/openapi.yaml") == f"main ({commit[:7]}):spec/openapi.yaml"
    assert title(f"git:{commit}", f"{commit}:api.yaml") == f"{commit[:7]}:api.yaml"
    assert title("api.yaml", "api.yaml") == "api.yaml"
    report = compare("git:main", "git:main")
    assert report.base == "main:spec/openapi.yaml"
    assert compared(report).startswith(f"main ({commit[:7]}):spec/openapi.yaml to main ({commit[:7]})")


def test_the_place_of_a_commit_has_seven_digits() -> None:
    assert place(Location(f"{'a1' * 20}:spec/openapi.yaml", "/info", 2, 1)) == "a1a1a1a:spec/openapi.yaml:2:1"


def test_urls_are_fetched(docs: Site) -> None:
    assert load(docs.serve("/openapi.yaml", YAML)).root["openapi"] == "3.1.0"
    with pytest.raises(InputError, match="responds with 404; check the URL"):
        load(f"{docs.url}/none.yaml")


def test_a_truncated_response_is_an_input_error(docs: Site) -> None:
    docs.pages["/a.yaml"] = reply(body=b"openapi: 3.1.0\npaths: {}\n", length=500)
    with pytest.raises(InputError, match=r"could not be fetched .*received 25 bytes, expected 500"):
        read_source(f"{docs.url}/a.yaml")
