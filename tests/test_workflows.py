"""The workflows and the action: they parse, ask for little, name what exists, and their steps run."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
FILES = [*WORKFLOWS, ACTION]
# The files that decide the environment.
ENVIRONMENT = ("requirements-dev.txt", "pyproject.toml", "contract_diff/pyproject.toml")
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
API = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: list-things
      responses:
        "200":
          description: All of them
          content: {application/json: {schema: {type: string}}}
"""


def parsed(path: Path) -> dict[str, Any]:
    """BaseLoader, since YAML 1.1 reads the key `on` as true."""
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return document


def steps(path: Path) -> Iterator[dict[str, Any]]:
    document = parsed(path)
    yield from document.get("runs", {}).get("steps", [])
    for job in document.get("jobs", {}).values():
        yield from job["steps"]


def step(path: Path, name: str) -> str:
    return next(str(one["run"]) for one in steps(path) if one.get("name") == name)


def every_run() -> list[Any]:
    return [
        pytest.param(one["run"], id=f"{path.name}: {one['name']}")
        for path in FILES
        for one in steps(path)
        if "run" in one
    ]


def execute(script: str, folder: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner does."""
    given = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    return subprocess.run([*BASH, "-c", script], cwd=folder, env=given, capture_output=True, text=True, check=False)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run([*GIT, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


PIN = re.compile(
    r"(?P<action>(?:actions|github/codeql-action)/[\w-]+)@(?P<commit>[0-9a-f]{40}) # (?P<version>v\d+\.\d+\.\d+)"
)


def used_actions(path: Path) -> list[str]:
    return re.findall(r"^ *(?:- )?uses: *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_with_the_version_beside_it(path: Path) -> None:
    used = used_actions(path)
    assert len(used) == len([step for step in steps(path) if "uses" in step]) > 0
    assert [line for line in used if not PIN.fullmatch(line)] == []


def test_an_action_has_one_commit_and_version_everywhere() -> None:
    pins = {match.groups() for path in FILES for line in used_actions(path) if (match := PIN.fullmatch(line))}
    assert len(pins) == len({action for action, _, _ in pins})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_secret_is_needed_and_nothing_foreign_is_pasted_into_a_script(path: Path) -> None:
    assert "secrets." not in path.read_text(encoding="utf-8")
    assert not [one["run"] for one in steps(path) if "${{" in one.get("run", "")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_permissions_are_the_least(path: Path) -> None:
    document = parsed(path)
    assert document["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in document["jobs"].items() if "permissions" in job}
    writing = {"contents": "read", "pull-requests": "write", "security-events": "write"}
    assert granted == ({"diff": writing} if path.name == "contract.yml" else {})
    assert all(int(job["timeout-minutes"]) <= 30 for job in document["jobs"].values())


def test_ci_runs_on_every_python_that_the_package_names() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = re.findall(r"Programming Language :: Python :: (3\.\d+)", project)
    job = parsed(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["ci"]
    assert job["strategy"]["matrix"]["python"] == named
    assert os.access(ROOT / step(ROOT / ".github" / "workflows" / "ci.yml", "Run what CI runs"), os.X_OK)


def test_paths_that_a_workflow_watches_exist() -> None:
    watched = parsed(ROOT / ".github" / "workflows" / "contract.yml")["on"]["pull_request"]["paths"]
    assert {"spec/**", "overlays/**", "scripts/**"} <= set(watched)
    assert all((ROOT / path.removesuffix("/**")).exists() for path in watched)


@pytest.mark.parametrize("script", every_run())
def test_a_script_is_valid_bash(script: str) -> None:
    done = subprocess.run(["bash", "-n", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", every_run())
def test_targets_that_a_script_makes_exist(script: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", script)) <= targets


def run_ci(folder: Path, failing: str) -> subprocess.CompletedProcess[str]:
    """Run what CI runs, with targets that only say that they ran; one may fail."""
    for name in (".ci", "contract_diff"):
        (folder / name).mkdir()
    shutil.copy2(ROOT / ".ci" / "run", folder / ".ci" / "run")
    for name in ENVIRONMENT:
        (folder / name).touch()
    recipe = f'@echo "ran $@ with $(VENV)"; test $@ != {failing}'
    stand_ins = f"$(READY): ; @:\nlint types check lint-spec contract-diff test-all: ; {recipe}\n"
    (folder / "Makefile").write_text(f"include {ROOT / 'Makefile'}\n{stand_ins}", encoding="utf-8")
    return subprocess.run([folder / ".ci" / "run"], capture_output=True, text=True, check=False)


def test_ci_runs_each_target_under_its_name_in_one_fresh_environment(tmp_path: Path) -> None:
    done = run_ci(tmp_path, "none")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[::2] == [
        f"== make {name}" for name in ("lint", "types", "check", "lint-spec", "contract-diff", "test-all")
    ]
    ran = [re.fullmatch(r"ran (\S+) with (\S+)", line) for line in lines[1::2]]
    assert [f"== make {one[1]}" for one in ran if one] == lines[::2]
    [venv] = {one[2] for one in ran if one}
    assert Path(venv).is_absolute()
    assert not Path(venv).parent.exists()


def test_ci_stops_at_the_first_target_that_fails_and_fails_as_it_does(tmp_path: Path) -> None:
    done = run_ci(tmp_path, "types")
    assert done.returncode == 2  # make's own code for a recipe that failed
    assert [line for line in done.stdout.splitlines() if line.startswith("==")] == ["== make lint", "== make types"]


# What a checkout has: on a pull request no branch at all, and of the history what is fetched.


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with our Makefile and a Python that only repeats its arguments."""
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    shutil.copy2(ROOT / "Makefile", tmp_path)
    (tmp_path / "contract_diff").mkdir()
    for name in (*ENVIRONMENT, "venv/.ready"):
        (tmp_path / name).touch()
    python = tmp_path / "venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "base")
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "VENV=venv", *arguments], cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True
    )


@pytest.mark.parametrize("target", ["contract-diff", "surface"])
def test_the_merge_base_is_that_with_the_main_branch_or_with_its_origin_s(checkout: Path, target: str) -> None:
    base = git(checkout, "rev-parse", "HEAD")
    git(checkout, "checkout", "--quiet", "--detach")
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "head")
    assert base in make(checkout, target).stdout
    git(checkout, "update-ref", "refs/remotes/origin/main", base)
    git(checkout, "branch", "--quiet", "--delete", "--force", "main")
    assert base in make(checkout, target).stdout


@pytest.mark.parametrize("target", ["contract-diff", "surface"])
@pytest.mark.parametrize("name", ["nowhere", "; echo ran"])
def test_a_base_that_git_does_not_know_is_told(checkout: Path, target: str, name: str) -> None:
    done = make(checkout, target, f"BASE={name}")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"make {target}: no merge base of HEAD and '{name}'; name a branch by BASE=" in done.stderr


def test_an_address_may_have_a_query(checkout: Path) -> None:
    told = make(checkout, "contract-live", "URL=http://127.0.0.1/a?b=1&c=2; d").stdout
    assert told == "-m scripts.contract_live http://127.0.0.1/a?b=1&c=2; d\n"
    assert make(checkout, "contract-live").stdout == "-m scripts.contract_live\n"


def test_the_history_is_fetched_where_the_merge_base_is_needed() -> None:
    for path, job in ((WORKFLOWS[0], "ci"), (WORKFLOWS[1], "diff")):
        first = parsed(path)["jobs"][job]["steps"][0]
        assert (first["uses"].partition("@")[0], first["with"]["fetch-depth"]) == ("actions/checkout", "0")


# The action, in a repository that isn't this one.


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


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, object]:
    """What a runner gives to the action's steps; the environment that it installs is ours."""
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp" / "contract-diff").symlink_to(sys.prefix)
    defaults = {name.upper(): one.get("default", "") for name, one in parsed(ACTION)["inputs"].items()}
    return {
        **defaults,
        "RUNNER_TEMP": tmp_path / "temp",
        "GITHUB_OUTPUT": tmp_path / "output",
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


def test_the_action_reports_nothing_where_the_comparison_breaks_down(foreign: Path, runner: dict[str, object]) -> None:
    (foreign / "contract_diff" / "__init__.py").write_text("raise ValueError\n", encoding="utf-8")
    given = {**runner, "FORMAT": "json", "PYTHONPATH": foreign}
    assert execute(step(ACTION, "Compare"), foreign, **given).returncode == 1
    assert outputs(runner) == {}


def test_the_action_says_what_is_wrong_with_its_input(foreign: Path, runner: dict[str, object]) -> None:
    done = execute(step(ACTION, "Compare"), foreign, **{**runner, "HEAD": "no.yaml"})
    assert (done.returncode, outputs(runner)) == (2, {})
    assert "no.yaml: no such file" in done.stderr


@pytest.mark.slow
def test_the_action_installs_what_the_diff_imports(foreign: Path, runner: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "fresh").mkdir()
    given = {**runner, "RUNNER_TEMP": tmp_path / "fresh"}
    installed = execute(
        step(ACTION, "Install"), foreign, PYTHON=sys.executable, ACTION=ROOT, RUNNER_TEMP=tmp_path / "fresh"
    )
    assert installed.returncode == 0, installed.stderr
    done = execute(step(ACTION, "Compare"), foreign, **given)
    assert (done.returncode, outputs(runner)["breaking"]) == (1, "true")


def test_the_readme_shows_how_the_action_is_used() -> None:
    (example,) = re.findall(r"```yaml\n(steps:.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    given = yaml.safe_load(example)["steps"][-1]["with"]
    inputs = parsed(ACTION)["inputs"]
    assert {name for name, one in inputs.items() if one.get("required") == "true"} <= given.keys() <= inputs.keys()


# The steps of the contract workflow, in a clone of this repository.

CONTRACT = ROOT / ".github" / "workflows" / "contract.yml"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the working tree as a pull request that removes a field, with our environment."""
    folder = tmp_path / "clone"
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in ENVIRONMENT:
        os.utime(folder / name, (0, 0))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "base")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    contract = folder / "spec" / "openapi.yaml"
    text = contract.read_text(encoding="utf-8")
    assert "/api/v1/health:" in text
    contract.write_text(text.replace("/api/v1/health:", "/api/v1/healthz:"), encoding="utf-8")
    git(folder, "commit", "--quiet", "--all", "--message", "head")
    return folder


def contract_step(name: str, clone: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    given = {"VENV": sys.prefix, "GITHUB_BASE_REF": "main", "GITHUB_OUTPUT": clone / "output"}
    return execute(step(CONTRACT, name), clone, **{**given, **environment})


@pytest.mark.slow
def test_the_contract_workflow(clone: Path) -> None:
    base = contract_step("Find the merge base", clone)
    assert base.returncode == 0, base.stderr
    revision = (clone / "output").read_text(encoding="utf-8").strip().removeprefix("revision=")
    assert revision == git(clone, "rev-parse", "HEAD~1")
    summary = clone / "summary"
    reports = contract_step("Write the reports", clone, BASE=revision, GITHUB_STEP_SUMMARY=summary)
    assert reports.returncode == 0, reports.stdout + reports.stderr
    assert json.loads((clone / "contract-diff.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    markdown = (clone / "contract-diff.md").read_text(encoding="utf-8")
    assert "/api/v1/health removed" in markdown
    assert summary.read_text(encoding="utf-8") == markdown
    annotated = contract_step("Annotate, and fail where something breaks", clone, BASE=revision)
    assert annotated.returncode != 0
    assert "::error file=" in annotated.stdout


def test_a_base_branch_that_is_not_there_fails_at_once(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    given = {"GITHUB_BASE_REF": "nowhere", "GITHUB_OUTPUT": tmp_path / "output"}
    assert execute(step(CONTRACT, "Find the merge base"), tmp_path, **given).returncode != 0
    assert not (tmp_path / "output").exists()


def test_reports_fail_where_there_is_nothing_to_report(clone: Path) -> None:
    done = contract_step("Write the reports", clone, BASE="no-such-revision", GITHUB_STEP_SUMMARY=clone / "summary")
    assert done.returncode != 0
    assert "no-such-revision" in done.stderr
    assert not (clone / "summary").exists()


GH = """#!/usr/bin/env bash
# Stands for GitHub's own command line, which speaks to GitHub alone.
printf '%s\\n' "$*" >> "$GH_LOG"
case "$*" in *--paginate*) printf '%s' "$GH_FOUND" ;; esac
"""


@pytest.mark.parametrize(
    ("found", "call"),
    [("", "api --silent --method POST comments -F body=@comment.md"),
     ("7\n9\n", "api --silent --method PATCH comment/7 -F body=@comment.md")],
)  # fmt: skip
def test_the_report_is_one_comment(tmp_path: Path, found: str, call: str) -> None:
    command = tmp_path / "bin" / "gh"
    command.parent.mkdir()
    command.write_text(GH, encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "contract-diff.md").write_text("## Contract diff\n" + "x" * 70_000, encoding="utf-8")
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    log = tmp_path / "log"
    given = {"PATH": path, "GH_LOG": log, "GH_FOUND": found, "COMMENTS": "comments", "COMMENT": "comment"}
    done = execute(step(CONTRACT, "Post the report"), tmp_path, **given)
    assert done.returncode == 0, done.stderr
    assert log.read_text(encoding="utf-8").splitlines()[-1] == call
    body = (tmp_path / "comment.md").read_text(encoding="utf-8")
    assert body.startswith("<!-- contract-diff -->\n## Contract diff\n")
    assert len(body) < 65_536
