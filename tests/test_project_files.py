"""The files for contributors agree with the project."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def hooks() -> dict[str, dict[str, Any]]:
    repositories = parsed(ROOT / ".pre-commit-config.yaml")["repos"]
    return {hook["id"]: hook for repository in repositories for hook in repository["hooks"]}


@pytest.mark.parametrize("hook", ["ruff", "ruff-format", "typos"])
def test_pre_commit_runs_the_versions_that_make_lint_runs(hook: str) -> None:
    (requirement,) = hooks()[hook]["additional_dependencies"]
    groups = PYPROJECT["dependency-groups"]
    assert requirement in groups["pipeline"] + groups["dev"]


def test_pre_commit_pins_each_repository_by_commit() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    repositories = [
        repository for repository in parsed(ROOT / ".pre-commit-config.yaml")["repos"] if "rev" in repository
    ]
    assert repositories
    assert len(re.findall(r"^    rev: [0-9a-f]{40} # frozen: v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(repositories)


def test_pre_commit_checks_the_client_when_its_sources_change() -> None:
    pattern = hooks()["generated"]["files"]
    for name in ("overlays", "scripts/regenerate", "generated/pivotal_api", "overlays/templates"):
        assert (ROOT / name).is_dir()
    for changed in (
        "spec/openapi.yaml",
        "overlays/spec/naming.yaml",
        "generated/symbols.json",
        "generator-config.yaml",
    ):
        assert (ROOT / changed).is_file()
        assert re.search(pattern, changed)
    assert not re.search(pattern, "overlays/pivotal/ids.py")


def test_dependabot_updates_every_distribution_and_the_actions() -> None:
    updates = {update["package-ecosystem"]: update for update in parsed(ROOT / ".github" / "dependabot.yml")["updates"]}
    listed = {folder.strip("/") for folder in updates["pip"]["directories"]}
    assert listed == {"", *(path.parent.name for path in ROOT.glob("*/pyproject.toml"))}
    assert updates["github-actions"]["directory"] == "/"


@pytest.mark.parametrize("form", [form for form in FORMS if form.name != "config.yml"], ids=lambda form: form.stem)
def test_an_issue_form_has_what_github_requires(form: Path) -> None:
    document = parsed(form)
    assert {"name", "description", "body"} <= document.keys()
    fields = [field for field in document["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["type"] in ("input", "textarea", "dropdown", "checkboxes") for field in fields)
    assert all(field["attributes"]["label"] for field in fields)
