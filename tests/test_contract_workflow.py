"""The workflow that compares the contract of a pull request: its steps run, and it posts one comment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.workflows import (
    ENVIRONMENT,
    ROOT,
    copy_repository,
    execute,
    git,
    step,
)

CONTRACT = ROOT / ".github" / "workflows" / "contract.yml"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of the working tree as a pull request that removes a field, with our environment."""
    folder = copy_repository(tmp_path / "clone")
    for name in ENVIRONMENT:
        os.utime(folder / name, (0, 0))
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
