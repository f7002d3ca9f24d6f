"""Names that were removed, added or changed are found, each under the name that users write."""

from pathlib import Path

import pytest

from tests.scripts.trees import ENUM, Expected, compare_code, with_module

NAMES: list[tuple[str, str, str, Expected]] = [
    ("function removed", "def f(): ...", "", [("name-removed", "breaking", "f")]),
    ("class removed, once", "class A:\n    x: int\n    def f(self): ...", "", [("name-removed", "breaking", "A")]),
    ("attribute removed", "class A:\n    x: int\n    y: int", "class A:\n    x: int",
     [("name-removed", "breaking", "A.y")]),
    ("method removed", "class A:\n    def f(self): ...", "class A: ...", [("name-removed", "breaking", "A.f")]),
    ("constant removed", "LIMIT = 1", "", [("name-removed", "breaking", "LIMIT")]),
    ("private function removed", "def _f(): ...", "", []),
    ("private method removed", "class A:\n    def _f(self): ...", "class A: ...", []),
    ("private class removed", "class _A:\n    x: int", "", []),
    ("plumbing removed", "class A:\n    __slots__ = ()\n    def __repr__(self) -> str: ...", "class A: ...", []),
    ("protocol removed", "class A:\n    def __len__(self) -> int: ...", "class A: ...",
     [("name-removed", "breaking", "A.__len__")]),
    ("function new", "", "def f(): ...", [("name-added", "compatible", "f")]),
    ("function became class", "def f(): ...", "class f: ...", [("kind-changed", "breaking", "f")]),
    ("method became property", "class A:\n    def f(self) -> int: ...",
     "class A:\n    @property\n    def f(self) -> int: ...", [("kind-changed", "breaking", "A.f")]),
    ("became async", "def f() -> int: ...", "async def f() -> int: ...", [("call-changed", "breaking", "f")]),
    ("became static", "class A:\n    def f(self): ...", "class A:\n    @staticmethod\n    def f(self): ...",
     [("call-changed", "breaking", "A.f")]),
    ("base removed", "class E(Exception): ...\nclass F(E): ...", "class E(Exception): ...\nclass F(Exception): ...",
     [("base-removed", "breaking", "F")]),
    ("base removed, once", "class E(ValueError): ...\nclass F(E): ...", "class E: ...\nclass F(E): ...",
     [("base-removed", "breaking", "E")]),
    ("base between", "class E(Exception): ...", "class _M(Exception): ...\nclass E(_M): ...", []),
    ("private base removed", "class _M: ...\nclass E(_M): ...", "class E: ...", []),
    ("enum member removed", ENUM + "    B = 'b'\n", ENUM, [("enum-member-removed", "breaking", "Phase.B")]),
    ("enum member new", ENUM, ENUM + "    B = 'b'\n", [("enum-member-added", "compatible", "Phase.B")]),
    ("enum value", ENUM, ENUM.replace("'a'", "'z'"), [("enum-value-changed", "breaking", "Phase.A")]),
]  # fmt: skip


@pytest.mark.parametrize(("base", "head", "expected"), [pytest.param(*row[1:], id=row[0]) for row in NAMES])
def test_changes_of_names(tmp_path: Path, base: str, head: str, expected: Expected) -> None:
    assert compare_code(tmp_path, base, head) == with_module(expected)


@pytest.mark.parametrize("row", NAMES, ids=[row[0] for row in NAMES])
def test_equal_code_has_no_changes(tmp_path: Path, row: tuple[str, str, str, Expected]) -> None:
    for side, code in (("base", row[1]), ("head", row[2])):
        assert compare_code(tmp_path / side, code, code) == []
