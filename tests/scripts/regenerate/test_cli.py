"""`python -m scripts.regenerate`: the same bytes everywhere, a check that names files, and no half-done folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.project import ROOT
from scripts.regenerate.cli import differences, replace

COPIED = ("spec", "overlays/spec", "overlays/templates", "overlays/pivotal_runtime", "scripts", "generated")
FILES = ("generator-config.yaml", "pyproject.toml")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of all that a regeneration reads and writes, in a folder of its own."""
    root = tmp_path / "house"
    for folder in COPIED:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, root / file)
    return root


def regenerate(root: Path, *arguments: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.regenerate", *arguments],
        cwd=cwd or root,
        env={**os.environ, "PYTHONPATH": str(root), **more},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Kathmandu"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", "PATH": ""},
    ],
    ids=str,
)
def test_the_same_bytes_whatever_the_environment(house: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    # Settings of a parent folder must not leak in, wherever one stands.
    (tmp_path / "pyproject.toml").write_text(
        "[tool.ruff]\nline-length = 40\n[tool.ruff.format]\nquote-style='single'\n"
    )
    (tmp_path / "ruff.toml").write_text("line-length = 40\n")
    shutil.rmtree(house / "generated")
    done = regenerate(house, cwd=tmp_path, **environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "everything\n", "")
    assert contents(house / "generated") == contents_of_repository()
    assert leftovers(house) == []


def contents_of_repository() -> dict[str, bytes]:
    return {name: text for name, text in contents(ROOT / "generated").items() if "__pycache__" not in name}


def test_the_check_is_content_with_what_is_committed() -> None:
    done = regenerate(ROOT, "--check")
    assert (done.returncode, done.stdout) == (0, "generated/ matches the contract.\n")


def test_a_second_run_changes_nothing(house: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (house / "generated").rglob("*") if path.is_file()}
    done = regenerate(house)
    assert (done.returncode, done.stdout) == (0, "generated/ was up to date.\n")
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_check_names_what_differs_and_changes_nothing(house: Path) -> None:
    package = house / "generated" / "pivotal_api"
    (package / "py.typed").unlink()
    (package / "client.py").write_text((package / "client.py").read_text("utf-8") + "# by hand\n", encoding="utf-8")
    (package / "models" / "mine.py").write_text("", encoding="utf-8")
    before = contents(house / "generated")
    done = regenerate(house, "--check")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "generated/ does not match the contract; run: make regenerate",
        "  differs  pivotal_api/client.py",
        "  surplus  pivotal_api/models/mine.py",
        "  missing  pivotal_api/py.typed",
    ]
    assert contents(house / "generated") == before
    assert regenerate(house).stdout.splitlines() == [line.strip() for line in done.stdout.splitlines()[1:]]
    assert contents(house / "generated") == contents_of_repository()


def test_the_check_without_generated_names_every_file(house: Path) -> None:
    shutil.rmtree(house / "generated")
    done = regenerate(house, "--check")
    assert done.returncode == 1
    assert done.stdout.count("missing") == len(contents_of_repository())
    assert not (house / "generated").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("spec/openapi.yaml", "openapi: 3.1.0", "openapi: [", "spec/openapi.yaml: not valid YAML"),
        ("spec/openapi.yaml", "openapi: 3.1.0", "swagger: '2.0'", "not an OpenAPI document"),
        ("generator-config.yaml", "post_hooks", "post_hook", "has no key post_hook"),
        ("overlays/spec/naming.yaml", "/api/v1/me'", "/api/v1/mee'", "naming.yaml, action 1"),
        ("overlays/templates/model.py.jinja", "{% set view", "{% sat view", "overlays/templates"),
        ("overlays/pivotal_runtime/values.py", "class Model(Value,", "class Model(Nope,", "Nope"),
        ("overlays/pivotal_runtime/values.py", "class Model(Value,", "class Model(int,", "doesn't work"),
        ("pyproject.toml", "ruff==", "ruff==9", "but 9"),
    ],
)
def test_a_wrong_input_is_one_message_and_leaves_generated_alone(
    house: Path, file: str, old: str, new: str, said: str
) -> None:
    path = house / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = contents(house / "generated")
    for arguments in ([], ["--check"]):
        done = regenerate(house, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("regenerate: ")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert contents(house / "generated") == before
    assert leftovers(house) == []


def test_an_unknown_option_is_refused() -> None:
    assert regenerate(ROOT, "--chek").returncode == 2


@pytest.mark.parametrize("when", [0.3, 0.6, 0.75])
def test_an_interrupted_run_leaves_generated_whole(house: Path, when: float) -> None:
    (house / "generated" / "pivotal_api" / "client.py").write_text("# old\n", encoding="utf-8")
    before = contents(house / "generated")
    line = [sys.executable, "-m", "scripts.regenerate"]
    running = subprocess.Popen(line, cwd=house, env={**os.environ, "PYTHONPATH": str(house)}, stdout=-3, stderr=-3)
    time.sleep(when)
    running.send_signal(signal.SIGINT)
    running.wait(20)
    assert contents(house / "generated") in (before, contents_of_repository())
    assert leftovers(house) == []


def test_a_replacement_that_fails_puts_the_old_folder_back(tmp_path: Path) -> None:
    old = tmp_path / "generated"
    old.mkdir()
    (old / "file").write_text("old")
    with pytest.raises(OSError, match="gone"):
        replace(tmp_path / "gone", old)
    assert (old / "file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["generated"]


def test_differences_see_bytes_not_times(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "__pycache__").mkdir(parents=True)
        (tmp_path / name / "__pycache__" / name).write_text(name)
        (tmp_path / name / "same").write_text("x")
    assert differences(tmp_path / "a", tmp_path / "b") == []
    (tmp_path / "b" / "same").write_bytes(b"x\r\n")
    assert differences(tmp_path / "a", tmp_path / "b") == ["differs  same"]
