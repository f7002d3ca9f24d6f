"""The base's typing samples are checked against the head by the real mypy."""

from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from scripts.surface.change import Change
from scripts.surface.revisions import Tree
from scripts.surface.samples import find_sample_changes
from tests.scripts.trees import make_tree

PACKAGE = {"pivotal/__init__.py": "def plan(name: str) -> str:\n    return name\n", "pivotal/py.typed": ""}
SAMPLE = "from typing import assert_type\n\nimport pivotal\n\nassert_type(pivotal.plan('a'), str)\n"


def find_changes(folder: Path, samples: dict[str, str], head_code: str) -> list[Change]:
    files = {f"tests/typing/{name}.py": text for name, text in samples.items()}
    base = make_tree(folder / "base", {**PACKAGE, **files})
    head = make_tree(folder / "head", {**PACKAGE, "pivotal/__init__.py": head_code})
    return list(find_sample_changes(Tree("base", base), Tree("head", head)))


def test_a_sample_that_still_passes_is_not_a_change(tmp_path: Path) -> None:
    head_code = "def plan(name: str, *, short: bool = False) -> str:\n    return name\n"
    assert find_changes(tmp_path, {"plan": SAMPLE}, head_code) == []


def test_a_sample_that_no_longer_passes_is_a_change(tmp_path: Path) -> None:
    head_code = "def plan(name: str) -> str | None:\n    return name or None\n"
    (change,) = find_changes(tmp_path, {"plan": SAMPLE, "other": "x: int = 1\n"}, head_code)
    assert change.rule == "typing-sample"
    assert change.base is not None
    assert (change.base.file, change.base.line) == ("tests/typing/plan.py", 5)
    assert "[assert-type]" in change.detail


def test_a_line_that_the_base_rejects_too_is_not_a_change(tmp_path: Path) -> None:
    samples = {"bad": "import pivotal\n\npivotal.plan(1)\n", "plan": SAMPLE}
    head_code = "def plan(title: str) -> str:\n    return title\n"
    assert find_changes(tmp_path, samples, head_code) == []
    (change,) = find_changes(tmp_path / "again", samples, "def plan(name: bytes) -> str:\n    return str(name)\n")
    assert change.base is not None
    assert change.base.file == "tests/typing/plan.py"


def test_a_base_without_samples_is_reported(tmp_path: Path) -> None:
    (change,) = find_changes(tmp_path, {}, PACKAGE["pivotal/__init__.py"])
    assert (change.rule, change.names, change.detail) == ("typing-samples-absent", ("base",), "tests/typing/*.py")


def test_a_sample_that_mypy_cannot_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="head: mypy cannot check the samples"):
        find_changes(tmp_path, {"broken": "def (:\n"}, PACKAGE["pivotal/__init__.py"])
