"""A removed name and an equal added one are a rename, unless there is a rival."""

from pathlib import Path

import pytest

from tests.scripts.trees import ENUM, Expected, compare_code, with_module

MOVES: list[tuple[str, str, str, Expected]] = [
    ("function renamed", "def f(a: int) -> str: ...", "def g(a: int) -> str: ...",
     [("name-renamed", "breaking", "f")]),
    ("class renamed", "class A:\n    x: int\n    y: str", "class Z:\n    x: int\n    y: str",
     [("name-renamed", "breaking", "A")]),
    ("two candidates are not renames", "def f(a: int): ...", "def g(a: int): ...\ndef h(a: int): ...",
     [("name-removed", "breaking", "f"), ("name-added", "compatible", "g"), ("name-added", "compatible", "h")]),
    ("two rivals are not renames", "def f(a: int): ...\ndef g(a: int): ...", "def h(a: int): ...",
     [("name-removed", "breaking", "f"), ("name-removed", "breaking", "g"), ("name-added", "compatible", "h")]),
    ("enum member renamed", ENUM, ENUM.replace("A =", "Z ="), [("name-renamed", "breaking", "Phase.A")]),
    ("annotations follow a rename", "class A:\n    x: int\n    y: str\ndef f() -> A: ...",
     "class Z:\n    x: int\n    y: str\ndef f() -> Z: ...", [("name-renamed", "breaking", "A")]),
]  # fmt: skip


@pytest.mark.parametrize(("base", "head", "expected"), [pytest.param(*row[1:], id=row[0]) for row in MOVES])
def test_renames(tmp_path: Path, base: str, head: str, expected: Expected) -> None:
    assert compare_code(tmp_path, base, head) == with_module(expected)


@pytest.mark.parametrize("row", MOVES, ids=[row[0] for row in MOVES])
def test_equal_code_has_no_changes(tmp_path: Path, row: tuple[str, str, str, Expected]) -> None:
    for side, code in (("base", row[1]), ("head", row[2])):
        assert compare_code(tmp_path / side, code, code) == []
