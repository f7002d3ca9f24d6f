"""A maintainer's day: the documentation changes, and somebody follows CONTRIBUTING.md on a copy of this repository.

`make rehearsal` runs it; its name keeps it out of the other test targets, since it runs `make ci` on the copy.
"""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.contract import load
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.dialect import canonicalize
from tests.rehearsal import releases
from tests.rehearsal.environments import copy_environment
from tests.scripts.dialects import read_contract, serve_index
from tests.support.scripted import Site
from tests.support.workflows import ROOT, copy_repository, git

pytestmark = pytest.mark.timeout(1800)
# One command of each numbered step.
STEP = re.compile(r"^\d\. \*\*.*?`(make [^`]+)`", re.MULTILINE)
# Tests that read the frozen contract or documents of their own, or that send no more than a name; they ran on the same
# code before.
_UNAFFECTED = """
benchmarks contract_diff packaging scripts/contract_diff scripts/decisions scripts/import_spec scripts/lint_spec
scripts/openapi scripts/regenerate scripts/release scripts/surface scripts/test_hostile_documents.py
scripts/test_killed.py scripts/test_limits.py test_action.py test_contract_workflow.py test_tiers.py test_workflows.py
pivotal/test_connections.py pivotal/test_deadline.py pivotal/test_faults.py pivotal/test_pool.py
pivotal/test_rate_limit.py pivotal/test_response_limits.py pivotal/testing
"""
Release = Callable[[releases.Document], None]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = copy_repository(tmp_path_factory.mktemp("rehearsal") / "copy")
    copy_environment(copy)
    return copy


@pytest.fixture
def copy(repository: Path) -> Path:
    """The copy as it was committed, with its environment."""
    git(repository, "checkout", "--quiet", ".")
    git(repository, "clean", "--quiet", "-d", "--force", "--exclude=.venv")
    return repository


@pytest.fixture
def docs() -> Iterator[Site]:
    with Site() as site:
        yield site


def release(docs: Site, *changes: Release) -> str:
    """Publish documentation in which the vendored contract has changed, and return the URL of its index."""
    contract = read_contract(ROOT / "spec" / "openapi.yaml")
    for change in changes:
        change(contract)
    return serve_index(docs, contract)


def steps(index: str) -> list[str]:
    """Return the commands of CONTRIBUTING.md's steps, with the index of the documentation site."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## The contract changed")[2].partition("\n## ")[0]
    return [re.sub(r"SRC=\S+", f"SRC={index}", command) for command in STEP.findall(section)]


def run(command: str, copy: Path) -> subprocess.CompletedProcess[str]:
    # The copy has an environment of its own, which imports the copy.
    inherited = ("MAKE", "PYTEST_", "PYTHONPATH", "VENV", "VIRTUAL_ENV")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(inherited)}
    ignored = " ".join(f"--ignore=tests/{name}" for name in _UNAFFECTED.split())
    environment = {"TESTS": "test", "PYTEST_ADDOPTS": ignored, **ours}
    return subprocess.run(command.split(), cwd=copy, env=environment, capture_output=True, text=True, check=False)


def decide(copy: Path, change: Release) -> list[tuple[str, str]]:
    """Change the contract by hand, regenerate, and return the places that the pipeline names as (tool, line)."""
    contract = copy / "spec" / "openapi.yaml"
    document = load(contract)
    change(document)
    contract.write_text(dump(canonicalize(document)), encoding="utf-8")
    tools = ("regenerate", "check", "lint-spec", "decisions")
    return [(tool, line) for tool in tools for line in _lines(run(f"make {tool}", copy))]


def _lines(process: subprocess.CompletedProcess[str]) -> list[str]:
    return f"{process.stdout}{process.stderr}".splitlines()


def named(places: list[tuple[str, str]], tool: str, *words: str) -> bool:
    return any(name == tool and all(word in line for word in words) for name, line in places)


def test_an_addition_reaches_the_end_with_no_edit_by_hand(copy: Path, docs: Site) -> None:
    index = release(
        docs,
        releases.add_optional_field,
        releases.add_enum_value,
        releases.add_operations,
        releases.add_resource,
    )
    commands = steps(index)
    assert commands[0].startswith("make import-spec") and commands[-1] == "make ci"
    for command in commands:
        process = run(command, copy)
        assert process.returncode == 0, f"{command}:\n{process.stdout[-20_000:]}\n{process.stderr}"
    changed = {name.split("/")[0] for name in git(copy, "status", "--porcelain", "-uall").split()[1::2]}
    assert changed == {"spec", "generated"}
    assert "post" in load(copy / "spec" / "openapi.yaml")["paths"]["/api/v1/notes"]


def test_a_new_required_response_field_needs_its_sample(copy: Path) -> None:
    places = decide(copy, releases.add_required_response_field)
    assert named(places, "lint-spec", "/components/examples/Customer/value", "'region' is a required property")
    assert named(places, "check", "The sandbox fits the contract.")
    assert not named(places, "decisions", "removed")


def test_a_removed_operation_names_its_correction_and_its_uses(copy: Path) -> None:
    places = decide(copy, releases.remove_operation)
    assert named(places, "regenerate", "examples.yaml, action", "/contacts/{id}'].delete matches nothing")
    assert named(places, "decisions", "tests/pivotal/sandbox/api/test_contacts.py:", "delete-contact")
    assert named(places, "decisions", "tests/conformance/links/links.yaml:", "delete-contact")


def test_a_renamed_field_names_its_rows_and_its_uses(copy: Path) -> None:
    places = decide(copy, releases.rename_field)
    assert named(places, "check", "stale: ", "HOOKS of pivotal/sandbox/_api/hooks.py needs contact.title")
    assert named(places, "check", "stale: pivotal/sandbox/_seeding/seed.py makes contact.title")
    assert named(places, "lint-spec", "/components/examples/Contact/value", "'job_title' is a required property")
    assert named(places, "decisions", "overlays/spec/examples.yaml:", "contacts.update(title=)")
    assert named(places, "decisions", "overlays/pivotal/sandbox/_webhooks/events.py:", "Contact.title")
