"""The complete tier fails on a skipped test; the quick one lists it. Every test has a time limit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = {
    "skip": "import pytest\ndef test_it():\n    pytest.skip('no {what}')\n",
    "mark": "import pytest\n@pytest.mark.skipif(True, reason='no {what}')\ndef test_it():\n    pass\n",
    "fixture": "import pytest\n@pytest.fixture\ndef it():\n    pytest.skip('no {what}')\ndef test_it(it):\n    pass\n",
    "module": "import pytest\npytest.skip('no {what}', allow_module_level=True)\n",
}
# Only the plugin that our settings name: the others take most of the time of so small a run.
_ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PIVOTAL_TESTS_COMPLETE": ""}


def run(folder: Path, source: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a test file under a copy of our conftest and our settings."""
    shutil.copy2(ROOT / "pyproject.toml", folder)
    shutil.copy2(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name not in ("GITHUB_ACTIONS", "PYTEST_ADDOPTS")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_timeout", *options, "test_it.py"],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **_ALONE, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("case", CASES)
def test_the_complete_tier_fails_on_a_skip(tmp_path: Path, case: str) -> None:
    done = run(tmp_path, CASES[case].format(what="luck"), PIVOTAL_TESTS_COMPLETE="1")
    assert done.returncode != 0
    assert "skipped (no luck), but make test-all must run every test" in done.stdout


@pytest.mark.parametrize("case", ["skip", "module"])
def test_the_quick_tier_lists_a_skip(tmp_path: Path, case: str) -> None:
    done = run(tmp_path, CASES[case].format(what="luck"))
    assert "no luck" in done.stdout
    assert "1 skipped" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the complete tier may skip any test outside Linux")
@pytest.mark.parametrize("what", ["Chromium", "PostgreSQL"])
@pytest.mark.parametrize(("where", "code"), [({}, 0), ({"GITHUB_ACTIONS": "true"}, 1)])
def test_only_github_has_a_browser_and_postgres_for_sure(
    tmp_path: Path, where: dict[str, str], code: int, what: str
) -> None:
    source = CASES["skip"].format(what=f"{what} on this machine") + "def test_that():\n    pass\n"
    assert run(tmp_path, source, PIVOTAL_TESTS_COMPLETE="1", **where).returncode == code


def test_an_expected_failure_is_not_a_skip(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.xfail(reason='no luck')\ndef test_it():\n    assert False\n"
    assert run(tmp_path, source, PIVOTAL_TESTS_COMPLETE="1").returncode == 0


@pytest.mark.parametrize(("mark", "code"), [("", 1), ("@pytest.mark.slow", 0), ("@pytest.mark.timeout(60)", 0)])
def test_a_test_has_a_time_limit(tmp_path: Path, mark: str, code: int) -> None:
    source = f"import time\nimport pytest\n{mark}\ndef test_it():\n    time.sleep(1.5)\n"
    done = run(tmp_path, source, "-o", "timeout=1")
    assert done.returncode == code, done.stdout
    assert ("Timeout" in done.stdout) == bool(code)


def test_the_documentation_target_runs_the_tests_of_the_site_too() -> None:
    """pytest runs a file inside of a named folder only if it looks for such names there."""
    ready = [f"--old-file={sys.prefix}/{name}" for name in (".ready", "docs/.ready")]
    outer = ("MAKEFLAGS", "MAKELEVEL", "PYTEST_ADDOPTS")
    done = subprocess.run(
        ["make", "docs-test", f"VENV={sys.prefix}", "ARGS=--collect-only -qq", *ready],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in outer},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    collected = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert {f"tests/docs/{path.name}" for path in (ROOT / "tests" / "docs").glob("[!_]*.py")} <= collected
