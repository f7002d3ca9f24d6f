"""The workflows: they parse, ask for little, name what exists, and their steps run."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.workflows import ENVIRONMENT, FILES, ROOT, WORKFLOWS, every_run, execute, git, parsed, step, steps

PIN = re.compile(
    r"(?P<action>(?:actions|github/codeql-action|pypa)/[\w-]+)@(?P<commit>[0-9a-f]{40}) # (?P<version>v\d+\.\d+\.\d+)"
)


RELEASE = ROOT / ".github" / "workflows" / "release.yml"


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
    expected = {
        "contract.yml": {"diff": {"contents": "read", "pull-requests": "write", "security-events": "write"}},
        "docs.yml": {"publish": {"pages": "write", "id-token": "write"}},
        "release.yml": {"publish": {"contents": "read", "id-token": "write"}},
    }
    assert granted == expected.get(path.name, {})
    assert all(int(job["timeout-minutes"]) <= 30 for job in document["jobs"].values())


@pytest.mark.parametrize("project", ["pyproject.toml", "contract_diff/pyproject.toml"])
def test_ci_and_a_release_run_on_every_python_that_a_distribution_names(project: str) -> None:
    named = re.findall(r"Programming Language :: Python :: (3\.\d+)", (ROOT / project).read_text(encoding="utf-8"))
    job = parsed(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["ci"]
    assert job["strategy"]["matrix"]["python"] == named
    install = parsed(RELEASE)["jobs"]["install"]
    assert install["strategy"]["matrix"]["python"] == [*named, "3.14t"]
    assert os.access(ROOT / step(ROOT / ".github" / "workflows" / "ci.yml", "Run what CI runs"), os.X_OK)


def test_what_is_published_was_built_once_and_installed_before() -> None:
    jobs = parsed(RELEASE)["jobs"]
    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "build": None,
        "install": "build",
        "publish": "install",
    }
    building = [name for name, job in jobs.items() if any("make dist" in one.get("run", "") for one in job["steps"])]
    assert building == ["build"]
    assert jobs["publish"]["environment"] == "pypi"
    [upload] = [one["with"] for one in jobs["publish"]["steps"] if one.get("uses", "").startswith("pypa/")]
    assert upload["attestations"] == "true"
    assert "password" not in upload


@pytest.mark.parametrize("project", parsed(RELEASE)["jobs"]["publish"]["strategy"]["matrix"]["include"])
def test_each_project_publishes_its_own_two_files(project: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    for name in ("pivotal", "openapi_contract_diff"):
        for end in ("-py3-none-any.whl", ".tar.gz"):
            (tmp_path / "all" / f"{name}-1.2.3{end}").touch()
    done = execute(step(RELEASE, "Choose the files of this project"), tmp_path, FILES=project["files"])
    assert done.returncode == 0, done.stderr
    own = project["project"].replace("-", "_")
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == [
        f"{own}-1.2.3-py3-none-any.whl",
        f"{own}-1.2.3.tar.gz",
    ]


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
    stand_ins = f"$(READY): ; @:\nlint types check lint-spec contract-diff decisions test-all rehearsal: ; {recipe}\n"
    (folder / "Makefile").write_text(f"include {ROOT / 'Makefile'}\n{stand_ins}", encoding="utf-8")
    ours = {name: value for name, value in os.environ.items() if name != "TESTS"}
    return subprocess.run([folder / ".ci" / "run"], env=ours, capture_output=True, text=True, check=False)


def test_ci_runs_each_target_under_its_name_in_one_fresh_environment(tmp_path: Path) -> None:
    done = run_ci(tmp_path, "none")
    assert done.returncode == 0, done.stderr
    *lines, rehearsal = done.stdout.splitlines()
    assert rehearsal.startswith("ran rehearsal with ")
    assert lines[::2] == [
        f"== make {name}" for name in ("lint", "types", "check", "lint-spec", "contract-diff", "decisions", "test-all")
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
def test_a_base_that_git_does_not_know_is_reported(checkout: Path, target: str, name: str) -> None:
    done = make(checkout, target, f"BASE={name}")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"make {target}: no merge base of HEAD and '{name}'; name a branch by BASE=" in done.stderr


def test_an_address_may_have_a_query(checkout: Path) -> None:
    printed = make(checkout, "contract-live", "URL=http://127.0.0.1/a?b=1&c=2; d").stdout
    assert printed == "-m scripts.contract_live http://127.0.0.1/a?b=1&c=2; d\n"
    assert make(checkout, "contract-live").stdout == "-m scripts.contract_live\n"


def test_the_history_is_fetched_where_the_merge_base_is_needed() -> None:
    for path, job in ((WORKFLOWS[0], "ci"), (WORKFLOWS[1], "diff")):
        first = parsed(path)["jobs"][job]["steps"][0]
        assert (first["uses"].partition("@")[0], first["with"]["fetch-depth"]) == ("actions/checkout", "0")


# The action, in a repository that isn't this one.


def test_other_versions_of_the_dependencies_stay_while_they_are_tested(checkout: Path) -> None:
    """Some tests run make in their own environment: it installs the pins unless that is marked as ready."""
    (checkout / "venv" / "highest" / "bin").mkdir(parents=True)
    python = shutil.copy2(checkout / "venv" / "bin" / "python", checkout / "venv" / "highest" / "bin")
    uv = shutil.copy2(python, checkout / "uv")
    stand_ins = {"PATH": f"{uv.parent}:{os.environ['PATH']}"}
    command = ["make", "VENV=venv", f"PYTHON={python}", "RESOLUTION=highest", "test-deps"]
    done = subprocess.run(command, cwd=checkout, env=stand_ins, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "-m pytest" in done.stdout.splitlines()[-1]
    again = make(checkout, "VENV=venv/highest", f"PYTHON={python}", "venv")
    assert (again.returncode, again.stdout) == (0, "make: Nothing to be done for 'venv'.\n")
