"""The contract diff as a distribution: its wheel, by way of its sdist too, and an editable install."""

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.environments import fresh_environment

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "contract_diff"
SOURCES = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")}
BASE = {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"description": ""}}}}}}
HEAD = {"openapi": "3.1.0", "paths": {}}


def run(*command: str | Path, cwd: Path | None = None, code: int = 0) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def build(kind: str, source: Path, folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source)
    (built,) = folder.glob("*.tar.gz" if kind == "sdist" else "*.whl")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel that is built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    with tarfile.open(build("sdist", PACKAGE, folder)) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
    return build("wheel", unpacked, folder)


def files_in(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if not name.split("/")[0].endswith(".dist-info")}


def test_the_wheel_has_the_package_and_nothing_else(wheel: Path, tmp_path: Path) -> None:
    names = files_in(wheel)
    assert {name for name in names if name.endswith(".py")} == SOURCES
    others = {Path(name).suffix for name in names if not name.endswith(".py")}
    assert others == {".yaml", ".html", ".typed"}
    assert names == files_in(build("wheel", PACKAGE, tmp_path))


def test_the_wheel_has_the_license_of_the_project(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
        assert archive.read(name) == (ROOT / "LICENSE").read_bytes()


def compare(command: list[str | Path], folder: Path) -> None:
    for name, document in (("base.json", BASE), ("head.json", HEAD)):
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
    assert "contract-diff" in run(*command, "--help", cwd=folder)
    assert "operation-removed" in run(*command, "base.json", "head.json", "--format=github", cwd=folder, code=1)
    assert "enum" in run(*command, "rules", cwd=folder)


@pytest.mark.slow
@pytest.mark.parametrize("editable", [False, True], ids=["wheel", "editable"])
def test_the_command_works_in_a_fresh_environment(wheel: Path, tmp_path: Path, editable: bool) -> None:
    programs = fresh_environment(tmp_path, *(["--editable", PACKAGE] if editable else [wheel]))
    compare([programs / "contract-diff"], tmp_path)
    compare([programs / "python", "-m", "contract_diff"], tmp_path)


def test_every_dependency_is_capped(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = archive.read(next(name for name in archive.namelist() if name.endswith("METADATA"))).decode()
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist")]
    assert len(required) == 8
    assert all("<" in line for line in required)
