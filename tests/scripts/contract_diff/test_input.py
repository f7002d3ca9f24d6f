"""Reading contracts: files, URLs and git; what is wrong is said in one sentence; positions."""

import json
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from scripts.contract import InputError
from scripts.contract_diff.document import load, parse
from scripts.contract_diff.source import Source, read_source

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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("openapi: 3.1.0\npaths:\n  a: [1\n", r"c\.yaml:4:1: broken YAML"),
        ('{"openapi": "3.1.0",\n "paths": {\n}', r"c\.yaml:\d+:\d+: broken JSON"),
        ("just: text\n", r"c\.yaml: not an OpenAPI document, there is no top-level `openapi`"),
        ("- a\n", r"c\.yaml: not an OpenAPI document"),
        ("", r"c\.yaml: the document is empty"),
        ("openapi: 2.0.0\n", r"OpenAPI 2\.0\.0 is not supported"),
        (
            "openapi: 3.1.0\ncomponents:\n  schemas:\n    A:\n      $ref: '#/components/schemas/B'\n",
            r"c\.yaml:5:7: \$ref '#/components/schemas/B' at #/components/schemas/A names nothing",
        ),
        ("openapi: 3.1.0\nx: {$ref: other.yaml}\n", r"\$ref 'other\.yaml' at #/x is not local"),
        ('{"openapi": "3.1.0", "info": {"title": "\\ud800"}}', r"c\.yaml: a text holds the lone surrogate \\ud800"),
        ('{"openapi": "3.1.0", "\\udc00": 1}', r"c\.yaml: a text holds the lone surrogate \\udc00"),
        ("openapi: 3.1.0\na: &a\n  b: *a\n", r"a YAML alias contains itself"),
    ],
)
def test_broken_input_is_told_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        parse(Source("c.yaml", text))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(str(tmp_path / "none.yaml"))


@pytest.mark.parametrize(
    ("pointer", "place"),
    [("/paths", (2, 1)), ("/paths/~1a~1{b}/get", (4, 5)), ("/paths/~1a~1{b}/get/responses/200", (6, 9))],
)
def test_positions_in_yaml(pointer: str, place: tuple[int, int]) -> None:
    assert parse(Source("c.yaml", YAML)).position(pointer) == place


def test_positions_in_json_are_those_of_the_keys() -> None:
    text = json.dumps({"openapi": "3.1.0", "a b": [{"c/d": 1}, {"é": [2, 3]}]}, indent=2, ensure_ascii=False)
    document = parse(Source("c.json", text))
    lines = text.splitlines()
    for pointer, wanted in (("/a b", '"a b"'), ("/a b/0/c~1d", '"c/d"'), ("/a b/1/é/1", "3")):
        line, column = document.position(pointer)
        assert lines[line - 1][column - 1 :].startswith(wanted)


def test_status_codes_are_text_and_dates_stay_as_written() -> None:
    document = parse(Source("c.yaml", YAML + "x-sunset: 2030-01-31\n"))
    assert document.get("/paths/~1a~1{b}/get/responses/200") == {"description": "fine"}
    assert document.root["x-sunset"] == "2030-01-31"


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


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server that serves one contract."""
    (tmp_path / "openapi.yaml").write_text(YAML, encoding="utf-8")
    with HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_urls_are_fetched(address: str) -> None:
    assert load(f"{address}/openapi.yaml").root["openapi"] == "3.1.0"
    with pytest.raises(InputError, match="cannot be fetched"):
        load(f"{address}/none.yaml")
