"""BASE and HEAD: what can be read, and what can't."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.project import ROOT
from tests.contract_diff.pairs import PROJECT, Pair, run


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ftp://127.0.0.1/a", "ftp:// is not read; name a file, an http(s) URL or git:REV[:PATH]"),
        ("http://127.0.0.1:1/a", "could not be fetched ([Errno 111] Connection refused)"),
        ("http://[a", "not a URL (Invalid IPv6 URL); correct it"),
        ("http://user:word@127.0.0.1/a", "The URL contains credentials"),
        ("git:no-such-revision", "git cannot show spec/openapi.yaml at no-such-revision"),
        ("git:HEAD:spec", "git cannot show spec at HEAD"),
        ("git:", "no revision"),
        ("spec", "spec: cannot be read (Is a directory)"),
        ("", "an empty name"),
        ("a\nb", "a b: no such file"),
        ("/dev/zero", "/dev/zero: larger than 64 MiB"),
    ],
)
def test_a_name_that_cannot_be_read_is_an_input_error(breaking: Pair, name: str, message: str) -> None:
    done = run(breaking.base, name)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr


def test_credentials_in_a_url_are_not_printed(breaking: Pair) -> None:
    assert "word" not in run(breaking.base, "http://user:word@127.0.0.1/a").stderr


def test_a_git_revision_outside_a_repository_is_an_input_error(breaking: Pair, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "contract_diff", "git:HEAD", breaking.head]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "not a git repository" in done.stderr


def test_missing_git_is_an_input_error(breaking: Pair, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "contract_diff", "git:HEAD", breaking.head]
    done = subprocess.run(command, cwd=PROJECT, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "git cannot be run" in done.stderr


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    ],
)
def test_encoding_and_line_ends_do_not_matter(breaking: Pair, rewrite: Callable[[str], bytes]) -> None:
    wanted = json.loads(breaking.run("--format=json").stdout)["findings"]
    breaking.head.write_bytes(rewrite(breaking.head.read_text(encoding="utf-8")))
    assert json.loads(breaking.run("--format=json").stdout)["findings"] == wanted


def test_standard_input_can_be_read_only_once(breaking: Pair) -> None:
    text = breaking.head.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "contract_diff"]
    done = subprocess.run([*command, breaking.base, "-"], cwd=PROJECT, input=text, capture_output=True, text=True)
    assert (done.returncode, "standard input:" in done.stdout) == (1, True)
    twice = subprocess.run([*command, "-", "-"], cwd=PROJECT, input=text, capture_output=True, text=True)
    assert (twice.returncode, "can be read once only" in twice.stderr) == (2, True)
