"""The command line as a process: exit codes, formats, policies and approvals."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from scripts.contract import ROOT
from tests.contract_diff.contracts import answering, sending

PROJECT = Path(__file__).parents[3]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-m", "contract_diff", *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


class Pair:
    """Two contracts in files."""

    def __init__(self, folder: Path, base: dict[str, Any], head: dict[str, Any]) -> None:
        self.base, self.head = folder / "base.yaml", folder / "head.yaml"
        for path, root in ((self.base, base), (self.head, head)):
            path.write_text(yaml.safe_dump({"openapi": "3.1.0", **root}), encoding="utf-8")

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Compare them."""
        return run(self.base, self.head, *arguments)


@pytest.fixture
def breaking(tmp_path: Path) -> Pair:
    """A field of an answer that goes, and a value of another that comes."""
    old = {"type": "object", "properties": {"plan": {"enum": ["free"]}, "<script>": {"type": "string"}}}
    new = {"type": "object", "properties": {"plan": {"enum": ["free", "paid"]}}}
    return Pair(tmp_path, answering(old), answering(new))


@pytest.fixture
def undecided(tmp_path: Path) -> Pair:
    """Two patterns that are no regular languages."""
    base, head = (sending({"type": "string", "pattern": rf"^({letter})\1$"}) for letter in "ab")
    return Pair(tmp_path, base, head)


def test_breaking_exits_with_1(breaking: Pair) -> None:
    assert breaking.run().returncode == 1


def test_undecided_exits_with_3_only_when_asked(undecided: Pair) -> None:
    assert undecided.run().returncode == 0
    assert undecided.run("--strict-unknown").returncode == 3


def test_no_change_exits_with_0(breaking: Pair) -> None:
    same = run(breaking.base, breaking.base)
    assert (same.returncode, same.stdout) == (
        0,
        "0 breaking, 0 risky, 0 compatible; suggested version step: none\n",
    )


@pytest.mark.parametrize("arguments", [["none.yaml", "none.yaml"], ["pyproject.toml", "pyproject.toml"]])
def test_wrong_input_exits_with_2_and_one_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("contract-diff: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ftp://127.0.0.1/a", "ftp:// is not read; name a file, an http(s) URL or git:REV[:PATH]"),
        ("http://127.0.0.1:1/a", "cannot be fetched ([Errno 111] Connection refused)"),
        ("http://[a", "cannot be fetched (Invalid IPv6 URL)"),
        ("http://user:word@127.0.0.1/a", "the URL holds credentials"),
        ("git:no-such-revision", "git cannot show spec/openapi.yaml at no-such-revision"),
        ("git:HEAD:spec", "git cannot show spec at HEAD"),
        ("git:", "no revision"),
        ("spec", "spec: cannot be read (Is a directory)"),
        ("", "an empty name"),
        ("a\nb", "a b: no such file"),
        ("/dev/zero", "/dev/zero: larger than 64 MiB"),
    ],
)
def test_what_cannot_be_read_is_told(breaking: Pair, name: str, told: str) -> None:
    done = run(breaking.base, name)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr


def test_credentials_are_not_repeated(breaking: Pair) -> None:
    assert "word" not in run(breaking.base, "http://user:word@127.0.0.1/a").stderr


def test_no_repository_is_told(breaking: Pair, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "contract_diff", "git:HEAD", breaking.head]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "not a git repository" in done.stderr


def test_no_git_is_told(breaking: Pair, tmp_path: Path) -> None:
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
def test_encodings_and_line_ends_do_not_matter(breaking: Pair, rewrite: Callable[[str], bytes]) -> None:
    wanted = json.loads(breaking.run("--format=json").stdout)["findings"]
    breaking.head.write_bytes(rewrite(breaking.head.read_text(encoding="utf-8")))
    assert json.loads(breaking.run("--format=json").stdout)["findings"] == wanted


def test_standard_input_is_read_once(breaking: Pair) -> None:
    text = breaking.head.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "contract_diff"]
    done = subprocess.run([*command, breaking.base, "-"], cwd=PROJECT, input=text, capture_output=True, text=True)
    assert (done.returncode, "standard input:" in done.stdout) == (1, True)
    twice = subprocess.run([*command, "-", "-"], cwd=PROJECT, input=text, capture_output=True, text=True)
    assert (twice.returncode, "can be read once only" in twice.stderr) == (2, True)


def test_a_reader_that_goes_does_not_change_the_verdict(breaking: Pair) -> None:
    command = [sys.executable, "-m", "contract_diff", breaking.base, breaking.head]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told(breaking: Pair) -> None:
    command = [sys.executable, "-m", "contract_diff", breaking.base, breaking.head]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=PROJECT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "standard output cannot be written (No space left on device)" in done.stderr


def test_a_pipe_is_written_to_and_a_link_followed(breaking: Pair, tmp_path: Path) -> None:
    pipe, link, target = (tmp_path / name for name in ("pipe", "link", "target"))
    os.mkfifo(pipe)
    link.symlink_to(target)
    command = [sys.executable, "-m", "contract_diff", breaking.base, breaking.head, "--output"]
    with subprocess.Popen([*command, pipe], cwd=PROJECT) as process:
        told = pipe.read_text(encoding="utf-8")
    assert (process.returncode, pipe.is_fifo()) == (1, True)
    assert "property-removed" in told
    assert subprocess.run([*command, link], cwd=PROJECT).returncode == 1
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == told


def test_an_interruption_leaves_no_traceback(breaking: Pair, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "contract_diff", breaking.base, pipe]
    process = subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True)
    with process, pipe.open("wb"):  # opens when the other side reads
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "contract-diff: interrupted\n")


def test_a_fault_of_the_tool_is_no_verdict(breaking: Pair) -> None:
    script = (
        "import runpy, contract_diff.cli.compare as compare; compare.diff = None; "
        "runpy.run_module('contract_diff', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-c", script, breaking.base, breaking.head]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.endswith("contract-diff: internal error, there is no result; report the lines above\n")


def test_the_report_is_utf_8_wherever_it_is_written(tmp_path: Path) -> None:
    pair = Pair(tmp_path, answering({"enum": ["\u00e9"]}), answering({"enum": ["\u00e9", "\U0001f600"]}))
    command = [sys.executable, "-m", "contract_diff", pair.base, pair.head, "--policy=strict"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    for form in ("table", "markdown", "json", "html"):
        done = subprocess.run([*command, "--format", form], cwd=PROJECT, env=environment, capture_output=True)
        assert done.returncode == 1
        assert "\U0001f600" in done.stdout.decode("utf-8")


def approvals(folder: Path, **changes: str) -> Path:
    """An approvals file with one entry, that of the added enum value."""
    pointer = "/paths/~1things/get/responses/200/content/application~1json/schema/properties/plan/enum"
    row = {
        "rule": "enum-widens",
        "pointer": pointer,
        "reason": "never used",
        "expires": "2027-01-01",
        **changes,
    }
    path = folder / "approvals.yaml"
    path.write_text(yaml.safe_dump({"approvals": [row]}), encoding="utf-8")
    return path


def test_an_approved_finding_no_longer_breaks(breaking: Pair, tmp_path: Path) -> None:
    done = breaking.run("--format=json", "--today=2026-01-01", "--approvals", approvals(tmp_path))
    assert done.returncode == 0
    (approved,) = (one for one in json.loads(done.stdout)["findings"] if one["approval"])
    assert approved["approval"] == {"reason": "never used", "expires": "2027-01-01"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"expires": "2025-12-31"}, "expired on 2025-12-31"),
        ({"pointer": "/paths"}, "is stale"),
        ({"reason": ""}, "an approval lacks reason"),
        ({"expires": "soon"}, "is not a date"),
    ],
)
def test_a_bad_approval_is_an_input_error(breaking: Pair, tmp_path: Path, changes: dict[str, str], told: str) -> None:
    done = breaking.run("--today=2026-01-01", "--approvals", approvals(tmp_path, **changes))
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("approvals: [{rule: a, pointer: b, reason: c, expires: 2027-13-01}]", "expires 2027-13-01 is not a date"),
        ("approvals: [{rule: a, pointer: b, reason: c, expires: 2027-01-01, until: x}]", "unknown key until"),
        ("[{rule: a, pointer: b, reason: c, expires: 2027-01-01}]", "the one key `approvals`"),
        ("approvals: []\nmore: 1", "the one key `approvals`"),
        ("approvals: {rule: a}", "the one key `approvals`"),
        ("{}", "the one key `approvals`"),
    ],
)
def test_a_broken_approvals_file_is_an_input_error(breaking: Pair, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "approvals.yaml"
    path.write_text(text, encoding="utf-8")
    done = breaking.run("--approvals", path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert told in done.stderr


def test_json_tells_everything(breaking: Pair) -> None:
    report = json.loads(breaking.run("--format=json").stdout)
    finding = next(one for one in report["findings"] if one["rule"] == "enum-widens")
    assert finding["witness"] == {"value": "paid", "valid_in": "head"}
    assert finding["operations"] == ["GET /things"]
    assert finding["head"]["line"] > 1
    assert len(finding["id"]) == 12
    assert report["version_step"] == "major"


def test_the_other_formats_are_well_formed(breaking: Pair) -> None:
    sarif = json.loads(breaking.run("--format=sarif").stdout)
    assert {result["level"] for result in sarif["runs"][0]["results"]} == {"error", "warning"}
    suite = ElementTree.fromstring(breaking.run("--format=junit").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    github = breaking.run("--format=github").stdout
    assert github.startswith("::error file=")
    assert "### 🔴 Breaking (1)" in breaking.run("--format=markdown").stdout
    assert "property-removed" in breaking.run("--format=table").stdout


def test_the_page_stands_alone_and_escapes_names(breaking: Pair, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert breaking.run("--format=html", "--output", page).returncode == 1
    text = page.read_text(encoding="utf-8")
    assert text.count("<script>") == 1
    assert "&lt;script&gt;" in text
    assert "src=" not in text
    assert not re.search("https?:", text)
    assert text.count("<article") == 2


def test_what_is_gone_is_annotated_at_a_path_of_the_repository(tmp_path: Path) -> None:
    git = ("git", "-c", "user.name=t", "-c", "user.email=t@example.com")
    spec = tmp_path / "openapi.yaml"
    text = (
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {responses: {'200': {description: ok}}}}\n"
    )
    spec.write_text(text, encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "base"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    spec.write_text(text.replace("/a:", "/b:"), encoding="utf-8")
    command = [sys.executable, "-m", "contract_diff", "git:HEAD:openapi.yaml", "openapi.yaml", "--format"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for form, wanted in (("github", "file=openapi.yaml,"), ("sarif", '"uri": "openapi.yaml"')):
        shown = subprocess.run([*command, form], cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
        assert wanted in shown
        assert "HEAD:openapi.yaml" not in shown.partition('"relatedLocations"')[0]
