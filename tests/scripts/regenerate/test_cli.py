"""`python -m scripts.regenerate`: the same bytes everywhere, a check that names files, and no half-written folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.project import ROOT
from tests.scripts.projects import contents, leftovers, regenerate

pytestmark = pytest.mark.slow  # each test starts the pipeline or an interpreter


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Kathmandu"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", "PATH": ""},
    ],
    ids=str,
)
def test_the_bytes_do_not_depend_on_the_environment(project: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    # Settings of a parent folder must not have an effect.
    (tmp_path / "pyproject.toml").write_text(
        "[tool.ruff]\nline-length = 40\n[tool.ruff.format]\nquote-style='single'\n"
    )
    (tmp_path / "ruff.toml").write_text("line-length = 40\n")
    shutil.rmtree(project / "generated")
    process = regenerate(project, cwd=tmp_path, **environment)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.count("added") == len(process.stdout.splitlines()) == len(contents_of_repository())
    assert contents(project / "generated") == contents_of_repository()
    assert leftovers(project) == []


def contents_of_repository() -> dict[str, bytes]:
    return {name: text for name, text in contents(ROOT / "generated").items() if "__pycache__" not in name}


def test_the_check_passes_on_the_committed_client() -> None:
    process = regenerate(ROOT, "--check")
    assert (process.returncode, process.stdout) == (0, "generated/ matches the contract.\n")


def test_a_second_run_changes_nothing(project: Path) -> None:
    snapshot = {path: path.stat().st_mtime_ns for path in (project / "generated").rglob("*") if path.is_file()}
    process = regenerate(project)
    assert (process.returncode, process.stdout) == (0, "generated/ is up to date.\n")
    assert {path: path.stat().st_mtime_ns for path in snapshot} == snapshot


def test_the_check_names_different_files_and_changes_nothing(project: Path) -> None:
    package = project / "generated" / "pivotal_api"
    (package / "py.typed").unlink()
    (package / "client.py").write_text((package / "client.py").read_text("utf-8") + "# by hand\n", encoding="utf-8")
    (package / "models" / "mine.py").write_text("", encoding="utf-8")
    snapshot = contents(project / "generated")
    process = regenerate(project, "--check")
    assert process.returncode == 1
    assert process.stdout.splitlines() == [
        "generated/ does not match the contract; run: make regenerate",
        "  differs  pivotal_api/client.py",
        "  surplus  pivotal_api/models/mine.py",
        "  missing  pivotal_api/py.typed",
    ]
    assert contents(project / "generated") == snapshot
    assert regenerate(project).stdout.splitlines() == [
        "updated  pivotal_api/client.py",
        "removed  pivotal_api/models/mine.py",
        "added    pivotal_api/py.typed",
    ]
    assert contents(project / "generated") == contents_of_repository()


def test_the_check_without_generated_names_every_file(project: Path) -> None:
    shutil.rmtree(project / "generated")
    process = regenerate(project, "--check")
    assert process.returncode == 1
    assert process.stdout.count("missing") == len(contents_of_repository())
    assert not (project / "generated").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("spec/openapi.yaml", "openapi: 3.1.0", "openapi: [", "spec/openapi.yaml:3:8: broken YAML"),
        ("spec/openapi.yaml", "openapi: 3.1.0", "swagger: '2.0'", "not an OpenAPI document"),
        ("generator-config.yaml", "post_hooks", "post_hook", "has no key post_hook"),
        ("overlays/spec/naming.yaml", "/api/v1/me'", "/api/v1/mee'", "naming.yaml, action 1"),
        ("overlays/templates/model.py.jinja", "{% set view", "{% sat view", "overlays/templates"),
        ("overlays/pivotal_runtime/base_models.py", "class Model(Value,", "class Model(Nope,", "Nope"),
        ("overlays/pivotal_runtime/base_models.py", "class Model(Value,", "class Model(int,", "doesn't work"),
        ("pyproject.toml", "ruff==", "ruff==9", "but 9"),
    ],
)
def test_a_wrong_input_is_one_message_and_does_not_touch_generated(
    project: Path, file: str, old: str, new: str, message: str
) -> None:
    path = project / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    snapshot = contents(project / "generated")
    for arguments in ([], ["--check"]):
        process = regenerate(project, *arguments)
        assert (process.returncode, process.stdout) == (2, "")
        assert process.stderr.startswith("regenerate: ")
        assert message in process.stderr
        assert "Traceback" not in process.stderr
    assert contents(project / "generated") == snapshot
    assert leftovers(project) == []


def test_an_unknown_option_is_rejected() -> None:
    assert regenerate(ROOT, "--chek").returncode == 2


@pytest.mark.parametrize("delay", [0.3, 0.6, 0.75])
def test_an_interrupted_run_leaves_generated_whole(project: Path, delay: float) -> None:
    (project / "generated" / "pivotal_api" / "client.py").write_text("# old\n", encoding="utf-8")
    snapshot = contents(project / "generated")
    line = [sys.executable, "-m", "scripts.regenerate"]
    process = subprocess.Popen(line, cwd=project, env={**os.environ, "PYTHONPATH": str(project)}, stdout=-3, stderr=-3)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    process.wait(20)
    assert contents(project / "generated") in (snapshot, contents_of_repository())
    assert leftovers(project) == []
