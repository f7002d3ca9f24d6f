"""The action, run as a runner does in a foreign repository."""

import json
import re
import sys
from pathlib import Path

import pytest
import yaml

from contract_diff.cli.compare import make_parser
from contract_diff.cli.config import Config
from contract_diff.cli.extension import NO_EXTENSION
from tests.support.workflows import (
    ACTION,
    API,
    ROOT,
    execute,
    git,
    parsed,
    step,
)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A repository with a contract, a folder `contract_diff` of its own, and a change that breaks."""
    folder = tmp_path / "repository"
    (folder / "contract_diff").mkdir(parents=True)
    (folder / "contract_diff" / "__init__.py").write_text("raise SystemExit('not this one')\n", encoding="utf-8")
    (folder / "api.yaml").write_text(API, encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "base")
    (folder / "api.yaml").write_text(API.replace("type: string", "type: [string, 'null']"), encoding="utf-8")
    return folder


HOSTILE = "import pathlib; pathlib.Path(__file__).with_name('executed').touch()\n"


@pytest.fixture
def hostile(foreign: Path) -> Path:
    """A pull request that brings modules by the names of those that Python and pip import."""
    for name in ("pip", "venv", "subprocess", "yaml", "attrs", "sitecustomize", "contract_diff/__main__"):
        (foreign / f"{name}.py").write_text(HOSTILE, encoding="utf-8")
    return foreign


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, object]:
    """What a runner gives to the action's steps; the environment that it installs is ours."""
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp" / "contract-diff").symlink_to(sys.prefix)
    defaults = {
        name.upper().replace("-", "_"): one.get("default", "") for name, one in parsed(ACTION)["inputs"].items()
    }
    return {
        **defaults,
        "RUNNER_TEMP": tmp_path / "temp",
        "GITHUB_OUTPUT": tmp_path / "output",
        "GITHUB_STEP_SUMMARY": tmp_path / "summary.md",
        "BASE": "git:HEAD:api.yaml",
        "HEAD": "api.yaml",
    }


def outputs(runner: dict[str, object]) -> dict[str, str]:
    path = Path(str(runner["GITHUB_OUTPUT"]))
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)


def test_the_action_finds_what_breaks(foreign: Path, runner: dict[str, object]) -> None:
    done = execute(step(ACTION, "Compare"), foreign, **runner)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=api.yaml,line=10,")
    assert outputs(runner)["breaking"] == "true"
    assert Path(outputs(runner)["report"]).read_text(encoding="utf-8") == done.stdout


def test_the_action_writes_the_summary_of_the_job(foreign: Path, runner: dict[str, object], tmp_path: Path) -> None:
    done = execute(step(ACTION, "Compare"), foreign, **{**runner, "FORMAT": "sarif"})
    assert done.returncode == 1
    assert "1 breaking; first: GET /things" in done.stderr
    assert "### 🔴 Breaking (1)" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("given", [{"FAIL_ON": "never"}, {"CONFIG": "a config.yaml"}])
def test_the_action_may_report_without_failing(foreign: Path, runner: dict[str, object], given: dict[str, str]) -> None:
    (foreign / "a config.yaml").write_text("fail-on: never\n", encoding="utf-8")
    done = execute(step(ACTION, "Compare"), foreign, **{**runner, **given})
    assert (done.returncode, outputs(runner)["breaking"]) == (0, "true")


@pytest.mark.parametrize(
    ("given", "code"), [({}, 2), ({"LENIENT": "true"}, 0), ({"LENIENT": "true", "VERSION_GATE": "true"}, 1)]
)
def test_the_action_reads_leniently_and_guards_the_version(
    foreign: Path, runner: dict[str, object], given: dict[str, str], code: int
) -> None:
    damaged = API.replace('version: "1"', "version: 1.0.0") + "components: {schemas: {Unused: {$ref: '#/nothing'}}}\n"
    (foreign / "old.yaml").write_text(damaged, encoding="utf-8")
    (foreign / "api.yaml").write_text(damaged.replace("type: string", "type: string, maxLength: 9"), encoding="utf-8")
    done = execute(step(ACTION, "Compare"), foreign, **{**runner, "BASE": "old.yaml", **given})
    assert done.returncode == code, done.stderr
    assert ("names nothing" in done.stderr) == (code == 2)
    assert ("info.version goes from 1.0.0 to 1.0.0" in done.stderr) == (code == 1)


@pytest.mark.parametrize(("given", "code"), [("", 1), ("true", 1), ("false", 0)])
def test_an_input_of_the_action_overrides_its_configuration(
    foreign: Path, runner: dict[str, object], given: str, code: int
) -> None:
    (foreign / "gate.yaml").write_text("version-gate: true\n", encoding="utf-8")
    versioned = API.replace('version: "1"', "version: 1.0.0")
    (foreign / "old.yaml").write_text(versioned, encoding="utf-8")
    (foreign / "api.yaml").write_text(versioned.replace("type: string", "type: string, maxLength: 9"), encoding="utf-8")
    settings = {**runner, "BASE": "old.yaml", "CONFIG": "gate.yaml", "VERSION_GATE": given}
    assert execute(step(ACTION, "Compare"), foreign, **settings).returncode == code


# What the action decides itself, and what only tests need.
ITS_OWN = {"help", "version", "base", "head", "format", "output", "also", "config", "today"}


def test_every_option_is_an_input_of_the_action_or_a_key_of_its_configuration() -> None:
    options = {action.dest for action in make_parser(NO_EXTENSION)._actions}
    inputs = {name.replace("-", "_") for name in parsed(ACTION)["inputs"]}
    assert options - inputs - ITS_OWN - set(Config.__struct_fields__) == set()


def test_the_action_passes_what_does_not(foreign: Path, runner: dict[str, object]) -> None:
    done = execute(step(ACTION, "Compare"), foreign, **{**runner, "HEAD": "git:HEAD:api.yaml"})
    assert (done.returncode, outputs(runner)["breaking"]) == (0, "false")


def test_the_action_takes_approvals_and_formats(foreign: Path, runner: dict[str, object]) -> None:
    first = {**runner, "FORMAT": "json"}
    assert execute(step(ACTION, "Compare"), foreign, **first).returncode == 1
    (found,) = json.loads(Path(outputs(runner)["report"]).read_text(encoding="utf-8"))["findings"]
    row = {"rule": found["rule"], "pointer": found["base"]["pointer"], "reason": "Agreed", "expires": "2999-01-01"}
    (foreign / "approvals.yaml").write_text(yaml.safe_dump({"approvals": [row]}), encoding="utf-8")
    done = execute(step(ACTION, "Compare"), foreign, **{**first, "APPROVALS": "approvals.yaml"})
    assert (done.returncode, done.stdout) == (0, "")


def test_the_action_may_be_used_twice_in_a_job(foreign: Path, runner: dict[str, object]) -> None:
    reports = []
    for head in ("api.yaml", "git:HEAD:api.yaml"):
        execute(step(ACTION, "Compare"), foreign, **{**runner, "FORMAT": "json", "HEAD": head})
        reports.append(Path(outputs(runner)["report"]))
    assert [len(json.loads(path.read_text(encoding="utf-8"))["findings"]) for path in reports] == [1, 0]


def test_the_action_reports_nothing_where_the_comparison_breaks_down(
    foreign: Path, runner: dict[str, object], tmp_path: Path
) -> None:
    python = tmp_path / "temp" / "contract-diff" / "bin" / "python"
    (tmp_path / "temp" / "contract-diff").unlink()
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    assert execute(step(ACTION, "Compare"), foreign, **{**runner, "FORMAT": "json"}).returncode == 1
    assert outputs(runner) == {}


def test_the_action_reports_what_is_wrong_with_its_input(foreign: Path, runner: dict[str, object]) -> None:
    done = execute(step(ACTION, "Compare"), foreign, **{**runner, "HEAD": "no.yaml"})
    assert (done.returncode, outputs(runner)) == (2, {})
    assert "no.yaml: no such file" in done.stderr


def test_the_comparison_executes_nothing_of_the_checkout(hostile: Path, runner: dict[str, object]) -> None:
    done = execute(step(ACTION, "Compare"), hostile, **{**runner, "PYTHONPATH": hostile})
    assert (done.returncode, outputs(runner)["breaking"]) == (1, "true")
    assert list(hostile.rglob("executed")) == []


@pytest.mark.slow
def test_the_action_installs_what_the_diff_imports_and_executes_nothing_of_the_checkout(
    hostile: Path, runner: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "fresh").mkdir()
    given = {**runner, "RUNNER_TEMP": tmp_path / "fresh", "PYTHONPATH": hostile}
    # Even in the checkout, which the step's own working directory isn't.
    for folder in (hostile, tmp_path / "fresh"):
        environment = {"PYTHON": sys.executable, "ACTION": ROOT, **given}
        installed = execute(step(ACTION, "Install"), folder, **environment)
        assert installed.returncode == 0, installed.stderr
    done = execute(step(ACTION, "Compare"), hostile, **given)
    assert (done.returncode, outputs(runner)["breaking"]) == (1, "true")
    assert list(hostile.rglob("executed")) == []


def test_the_action_installs_outside_the_checkout() -> None:
    (install,) = (one for one in parsed(ACTION)["runs"]["steps"] if one.get("name") == "Install")
    assert install["working-directory"] == "${{ runner.temp }}"


def test_the_readme_shows_how_the_action_is_used() -> None:
    (example,) = re.findall(
        r"```yaml\n(steps:.*?)```", (ROOT / "contract_diff/README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    given = yaml.safe_load(example)["steps"][-1]["with"]
    inputs = parsed(ACTION)["inputs"]
    assert {name for name, one in inputs.items() if one.get("required") == "true"} <= given.keys() <= inputs.keys()


# The steps of the contract workflow, in a clone of this repository.
