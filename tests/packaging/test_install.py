"""The package installs as a wheel and as an editable, into an environment that has nothing else."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.release.versions import read_version
from tests.support.environments import fresh_environment
from tests.support.workflows import ROOT, copy_repository

USE = """
import pivotal, pivotal_api
from pivotal import PivotalApi, Customer
client = PivotalApi(api_key="pivotal_test_K8s9secretsecret", base_url="http://127.0.0.1:9")
local = PivotalApi(sandbox=True).customers.create(name="Aurora")
print(client.mode, type(local).__name__, pivotal.__version__)
"""

WITHOUT_EXTRA = """
try:
    import pivotal.opentelemetry
except ImportError as error:
    print(error)
"""


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def names_in(archive: Path) -> list[str]:
    if archive.suffix == ".whl":
        return zipfile.ZipFile(archive).namelist()
    with tarfile.open(archive) as opened:
        return opened.getnames()


def test_wheel_holds_the_three_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "pivotal",
        "pivotal_api",
        "pivotal_runtime",
        f"{wheel.name.rsplit('-', 3)[0]}.dist-info",
    }
    assert {
        "pivotal/py.typed",
        "pivotal_api/contract.json",
        "pivotal_api/py.typed",
        "pivotal_runtime/py.typed",
        "pivotal/bulk/checkpoint.sql",
        "pivotal/bulk/export.sql",
        "pivotal/sandbox/_state/schema.sql",
    } <= set(names)


@pytest.mark.slow
def test_wheel_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    python = fresh_environment(tmp_path, wheel) / "python"
    assert run(python, "-c", USE, cwd=tmp_path).split() == ["test", "Customer", read_version(ROOT)]
    assert run(python, "-c", WITHOUT_EXTRA) == 'opentelemetry is missing; pip install "pivotal[opentelemetry]".\n'


@pytest.mark.slow
def test_editable_in_a_fresh_environment(tmp_path: Path) -> None:
    python = fresh_environment(tmp_path, "--editable", ROOT) / "python"
    assert run(python, "-c", USE, cwd=tmp_path).split() == ["test", "Customer", read_version(ROOT)]
    assert str(ROOT) in run(python, "-c", "import pivotal_api; print(pivotal_api.__file__)", cwd=tmp_path)


def test_files_that_lie_between_the_modules_stay_out(tmp_path: Path) -> None:
    strays = (".env", "server.key", "customers.sqlite", "notes.json")
    copy = copy_repository(tmp_path / "copy")
    for folder in ("overlays/pivotal", "overlays/pivotal/sandbox/_state", "generated/pivotal_api", "contract_diff"):
        for name in strays:
            (copy / folder / name).write_text("secret", encoding="utf-8")
    for source in (copy, copy / "contract_diff"):
        run(sys.executable, "-m", "hatchling", "build", "-d", tmp_path / "dist", cwd=source)
    archives = list((tmp_path / "dist").iterdir())
    assert len(archives) == 4
    assert [name for archive in archives for name in names_in(archive) if Path(name).name in strays] == []


def test_five_direct_dependencies_each_capped(wheel: Path) -> None:
    metadata = zipfile.ZipFile(wheel).read(next(n for n in zipfile.ZipFile(wheel).namelist() if n.endswith("METADATA")))
    required = [
        line for line in metadata.decode().splitlines() if line.startswith("Requires-Dist") and "extra" not in line
    ]
    assert len(required) == 5
    # A version of certifi is a date: a newer one only renews the certificates.
    assert all("<" in line for line in required if "certifi" not in line)
