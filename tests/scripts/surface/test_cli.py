"""`python -m scripts.surface` as a process, on folders, on revisions and on the real packages."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Location, Report
from scripts.project import ROOT
from scripts.surface.change import Change
from scripts.surface.findings import make_findings
from scripts.surface.name_changes import compare_names
from scripts.surface.names import Surface
from scripts.surface.report import render_markdown
from scripts.surface.revisions import Tree
from scripts.surface.run import POLICY, compare_surfaces
from tests.scripts.trees import make_tree

pytestmark = pytest.mark.slow  # each test starts the pipeline or an interpreter

SAMPLE = {"tests/typing/sample.py": "import pivotal\n\npivotal.f(1)\n"}
BASE = {
    "pivotal/__init__.py": "__version__ = '1.2.0'\n__all__ = ['__version__', 'f']\n\ndef f(a: int) -> None: ...\n",
    "pivotal/py.typed": "",
    **SAMPLE,
}
HEAD = {
    **BASE,
    "pivotal/__init__.py": "__version__ = '1.2.0'\n__all__ = ['__version__', 'f']\n\n\ndef f(a: str) -> None: ...\n",
}


def run_surface(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.surface", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def report(*arguments: str | Path, code: int) -> dict[str, Any]:
    process = run_surface(*arguments, "--format", "json")
    assert process.returncode == code, process.stderr
    content: dict[str, Any] = json.loads(process.stdout)
    return content


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    return make_tree(tmp_path / "base", BASE), make_tree(tmp_path / "head", HEAD)


def test_an_approved_finding_is_compatible_and_other_approvals_are_passed_over(
    sides: tuple[Path, Path], tmp_path: Path
) -> None:
    found = report(*sides, code=1)["findings"]
    places = [(one["rule"], (one["base"] or one["head"])["name"]) for one in found]
    rows = [
        {"rule": rule, "pointer": place, "reason": "a", "expires": "2999-01-01"}
        for rule, place in (*places, ("enum-widens", "/paths"))
    ]
    approvals = tmp_path / "approvals.yaml"
    approvals.write_text(json.dumps({"approvals": rows}), encoding="utf-8")
    approved = report(*sides, "--approvals", approvals, code=0)
    assert (approved["counts"]["compatible"], approved["version_step"]) == (len(found), "major")


def test_json(sides: tuple[Path, Path]) -> None:
    content = report(*sides, code=1)
    names, sample = content["findings"]
    assert (content["worst"], content["version_step"], content["counts"]["breaking"]) == ("breaking", "major", 2)
    assert (names["rule"], names["names"]) == ("surface-parameter-type", ["pivotal.f(a=)"])
    assert (names["base"]["file"], names["base"]["line"]) == ("overlays/pivotal/__init__.py", 4)
    assert (names["head"]["file"], names["head"]["line"]) == ("overlays/pivotal/__init__.py", 5)
    assert (sample["rule"], sample["base"]["line"]) == ("surface-typing-sample", 3)


def test_table(sides: tuple[Path, Path]) -> None:
    process = run_surface(*sides)
    assert process.returncode == 1
    head, row, *_ = process.stdout.splitlines()
    assert head.split()[:3] == ["severity", "base", "head"]
    assert row.split()[:3] == ["breaking", "overlays/pivotal/__init__.py:4", "overlays/pivotal/__init__.py:5"]
    assert row.endswith("pivotal.f(a=) has another type: int to str. Pass only values that the new type allows.")
    assert "2 breaking, 0 risky, 0 compatible; suggested version step: major" in process.stdout


def test_markdown(sides: tuple[Path, Path]) -> None:
    process = run_surface(*sides, "--format", "markdown")
    assert process.returncode == 1
    lines = process.stdout.splitlines()
    assert lines[0] == "## Python surface"
    assert "### Breaking (2)" in lines
    assert any(line.startswith("| pivotal.f(a=) has another type: int to str | overlays/pivotal") for line in lines)


def test_names_with_underscores_are_not_bold_in_markdown() -> None:
    change = Change("name-removed", ("a.B.__init__", "a.__copy__"), "", Location("a.py", "a.B.__init__", 1, 1), None)
    text = render_markdown(Report("a", "b", POLICY, make_findings([change])))
    assert "a.B.__init__" in MarkdownIt().enable("table").render(text)
    assert "<strong>" not in MarkdownIt().enable("table").render(text)


def test_same_output_under_every_hash_seed(sides: tuple[Path, Path]) -> None:
    outputs = {run_surface(*sides, "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "2")}
    assert len(outputs) == 1


def test_revisions(tmp_path: Path) -> None:
    repository = make_tree(tmp_path / "repository", {**BASE, **dict.fromkeys(["scripts/x.py"], "")})

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        process = subprocess.run(
            ["git", *identity, *arguments], cwd=repository, capture_output=True, text=True, check=True
        )
        return process.stdout.strip()

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "base")
    make_tree(repository, HEAD)
    changed = compare_surfaces("HEAD", None, repository)
    assert [finding.rule for finding in changed.findings] == ["surface-parameter-type", "surface-typing-sample"]
    git("commit", "--quiet", "--all", "--message", "head")
    assert compare_surfaces("HEAD", None, repository).findings == ()
    assert compare_surfaces("HEAD~1", "HEAD", repository).findings == changed.findings


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("no-such-revision", "surface: no-such-revision: neither a folder nor a git revision"),
        ("spec", "surface: spec: this folder has no overlays/pivotal and generated/pivotal_api"),
    ],
)
def test_unusable_input(base: str, message: str) -> None:
    process = run_surface(base)
    assert process.returncode == 2
    assert process.stderr.startswith(message)
    assert len(process.stderr.splitlines()) == 1


def test_broken_python_is_not_a_removal(tmp_path: Path) -> None:
    base, head = (
        make_tree(tmp_path / name, {"pivotal/m.py": code}) for name, code in (("b", "x = 1\n"), ("h", "x = (\n"))
    )
    process = run_surface(base, head)
    assert process.returncode == 2
    assert process.stderr.startswith(f"surface: {head}: overlays/pivotal/m.py:1 is not valid Python")


MODELS = "generated/pivotal_api/models"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("overlays/pivotal", "overlays/pivotal_runtime", "generated/pivotal_api"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def breaking_changes(head: Path) -> list[tuple[str, str]]:
    base_surface, head_surface = (Surface(Tree("tree", root)) for root in (ROOT, head))
    findings = make_findings(compare_names(base_surface, head_surface))
    return [(finding.rule, finding.symbols[0]) for finding in findings if finding.severity is Severity.BREAKING]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (f"{MODELS}/customer.py", "    plan: str | None\n", "", ("surface-name-removed", "pivotal.Customer.plan")),
        (f"{MODELS}/phase.py", '    LAUNCH = "launch"\n', "", ("surface-enum-member-removed", "pivotal.Phase.LAUNCH")),
        (f"{MODELS}/contact.py", "title: str | None", "title: str | None | int",
         ("surface-attribute-type", "pivotal.Contact.title")),
        ("overlays/pivotal_runtime/errors.py", "class NotFoundError(APIStatusError)", "class NotFoundError(Exception)",
         ("surface-base-removed", "pivotal.errors.NotFoundError")),
    ],
)  # fmt: skip
def test_the_real_packages(project: Path, file: str, old: str, new: str, expected: tuple[str, str]) -> None:
    replace_text(project / file, old, new)
    assert expected in breaking_changes(project)


def test_the_client_itself(project: Path) -> None:
    replace_text(project / "overlays" / "pivotal" / "_base_client.py", "max_retries: int = 2,", "")
    assert breaking_changes(project) == [("surface-parameter-removed", "pivotal.PivotalApi.__init__(max_retries=)")]


def test_the_working_tree_does_not_differ_from_itself() -> None:
    content = report(".", ".", code=0)
    assert [finding["rule"] for finding in content["findings"]] in ([], ["surface-typing-samples-absent"])
