"""Each kind of change is found, under the name that users write, with the severity that it has for them."""

from pathlib import Path

import pytest

from tests.scripts.trees import names_compared, told

ENUM = "from enum import StrEnum\nclass Phase(StrEnum):\n    A = 'a'\n"
ATTRS = "from attrs import define, field, frozen\n"
STRUCT = "from msgspec import Struct, field\nclass Base(Struct, frozen=True): ...\n"
TYPES = "from typing import Any, Literal, Optional, TypeAlias, TypedDict, Union\nclass A: ...\nclass B(A): ...\n"

Expected = list[tuple[str, str, str]]

NAMES: list[tuple[str, str, str, Expected]] = [
    ("function gone", "def f(): ...", "", [("name-removed", "breaking", "f")]),
    ("class gone, once", "class A:\n    x: int\n    def f(self): ...", "", [("name-removed", "breaking", "A")]),
    ("attribute gone", "class A:\n    x: int\n    y: int", "class A:\n    x: int",
     [("name-removed", "breaking", "A.y")]),
    ("method gone", "class A:\n    def f(self): ...", "class A: ...", [("name-removed", "breaking", "A.f")]),
    ("constant gone", "LIMIT = 1", "", [("name-removed", "breaking", "LIMIT")]),
    ("private function gone", "def _f(): ...", "", []),
    ("private method gone", "class A:\n    def _f(self): ...", "class A: ...", []),
    ("private class gone", "class _A:\n    x: int", "", []),
    ("plumbing gone", "class A:\n    __slots__ = ()\n    def __repr__(self) -> str: ...", "class A: ...", []),
    ("protocol gone", "class A:\n    def __len__(self) -> int: ...", "class A: ...",
     [("name-removed", "breaking", "A.__len__")]),
    ("function new", "", "def f(): ...", [("name-added", "compatible", "f")]),
    ("function renamed", "def f(a: int) -> str: ...", "def g(a: int) -> str: ...",
     [("name-renamed", "breaking", "f")]),
    ("class renamed", "class A:\n    x: int\n    y: str", "class Z:\n    x: int\n    y: str",
     [("name-renamed", "breaking", "A")]),
    ("two candidates are no rename", "def f(a: int): ...", "def g(a: int): ...\ndef h(a: int): ...",
     [("name-removed", "breaking", "f"), ("name-added", "compatible", "g"), ("name-added", "compatible", "h")]),
    ("function became class", "def f(): ...", "class f: ...", [("kind-changed", "breaking", "f")]),
    ("method became property", "class A:\n    def f(self) -> int: ...",
     "class A:\n    @property\n    def f(self) -> int: ...", [("kind-changed", "breaking", "A.f")]),
    ("became async", "def f() -> int: ...", "async def f() -> int: ...", [("call-changed", "breaking", "f")]),
    ("became static", "class A:\n    def f(self): ...", "class A:\n    @staticmethod\n    def f(self): ...",
     [("call-changed", "breaking", "A.f")]),
    ("base gone", "class E(Exception): ...\nclass F(E): ...", "class E(Exception): ...\nclass F(Exception): ...",
     [("base-removed", "breaking", "F")]),
    ("base gone, once", "class E(ValueError): ...\nclass F(E): ...", "class E: ...\nclass F(E): ...",
     [("base-removed", "breaking", "E")]),
    ("base between", "class E(Exception): ...", "class _M(Exception): ...\nclass E(_M): ...", []),
    ("private base gone", "class _M: ...\nclass E(_M): ...", "class E: ...", []),
    ("enum member gone", ENUM + "    B = 'b'\n", ENUM, [("enum-member-removed", "breaking", "Phase.B")]),
    ("enum member new", ENUM, ENUM + "    B = 'b'\n", [("enum-member-added", "compatible", "Phase.B")]),
    ("enum value", ENUM, ENUM.replace("'a'", "'z'"), [("enum-value-changed", "breaking", "Phase.A")]),
    ("enum member renamed", ENUM, ENUM.replace("A =", "Z ="), [("name-renamed", "breaking", "Phase.A")]),
]  # fmt: skip

PARAMETERS: list[tuple[str, str, str, Expected]] = [
    ("removed", "a, *, b=1", "a", [("parameter-removed", "breaking", "f(b=)")]),
    ("removed, the rest follows", "a, b, c", "b, c", [("parameter-removed", "breaking", "f(a=)")]),
    ("swallowed", "a, *, b=1", "a, **kw", [("parameter-added", "compatible", "f(kw=)")]),
    ("renamed", "a, b", "a, z", [("parameter-renamed", "breaking", "f(b=)")]),
    ("keyword renamed", "*, a: int = 1", "*, z: int = 1", [("parameter-renamed", "breaking", "f(a=)")]),
    ("newly required", "*, a=1", "*, a", [("parameter-required", "breaking", "f(a=)")]),
    ("added, required", "a", "a, *, b", [("parameter-added-required", "breaking", "f(b=)")]),
    ("added, optional", "a", "a, *, b=1", [("parameter-added", "compatible", "f(b=)")]),
    ("added in front", "a=1", "b=2, a=1",
     [("parameter-moved", "breaking", "f(a=)"), ("parameter-added", "compatible", "f(b=)")]),
    ("swapped, once", "a, b", "b, a", [("parameter-moved", "breaking", "f(a=)")]),
    ("keywords swapped", "*, a, b", "*, b, a", []),
    ("keyword only", "a", "*, a", [("parameter-kind", "breaking", "f(a=)")]),
    ("positional only", "a", "a, /", [("parameter-kind", "breaking", "f(a=)")]),
    ("either way now", "*, a", "a", []),
    ("default", "a=1", "a=2", [("parameter-default", "risky", "f(a=)")]),
    ("private", "a, _b=1", "a", []),
    ("narrower", "a: int | str", "a: int", [("parameter-type", "breaking", "f(a=)")]),
    ("wider", "a: int", "a: int | str", [("parameter-type", "compatible", "f(a=)")]),
    ("Optional is a union", "a: Optional[int]", "a: None | int", []),
    ("Union is one", "a: Union[int, str]", "a: str | int", []),
    ("quoted", "a: 'A'", "a: A", []),
    ("base for derived", "a: B", "a: A", [("parameter-type", "compatible", "f(a=)")]),
    ("derived for base", "a: A", "a: B", [("parameter-type", "breaking", "f(a=)")]),
    ("generic", "a: list[int]", "a: list[str]", [("parameter-type", "risky", "f(a=)")]),
    ("any", "a: int", "a: Any", [("parameter-type", "compatible", "f(a=)")]),
    ("literal gone", "a: Literal['x', 'y']", "a: Literal['x']", [("parameter-type", "breaking", "f(a=)")]),
    ("literal to text", "a: Literal['x']", "a: str", [("parameter-type", "compatible", "f(a=)")]),
    ("number", "a: int", "a: float", [("parameter-type", "compatible", "f(a=)")]),
]  # fmt: skip

READ: list[tuple[str, str, str, str | None]] = [
    ("may be None", "str", "str | None", "breaking"),
    ("never None", "str | None", "str", "compatible"),
    ("other", "str", "int", "breaking"),
    ("derived", "A", "B", "compatible"),
    ("base", "B", "A", "breaking"),
    ("generic", "list[A]", "tuple[A, ...]", "risky"),
    ("any", "str", "Any", "risky"),
    ("same", "Optional[A]", "A | None", None),
]

CLASSES: list[tuple[str, str, str, Expected]] = [
    ("dataclass field", "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n",
     "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n    b: int\n",
     [("parameter-added-required", "breaking", "C.__init__(b=)"), ("name-added", "compatible", "C.b")]),
    ("attrs field", ATTRS + "@define\nclass C:\n    a: int\n", ATTRS + "@define\nclass C:\n    a: int\n    b: int\n",
     [("parameter-added-required", "breaking", "C.__init__(b=)"), ("name-added", "compatible", "C.b")]),
    ("attrs default", ATTRS + "@frozen\nclass C:\n    a: int\n",
     ATTRS + "@frozen\nclass C:\n    a: int\n    b: list[int] = field(factory=list)\n",
     [("name-added", "compatible", "C.b"), ("parameter-added", "compatible", "C.__init__(b=)")]),
    ("struct field", STRUCT + "class C(Base):\n    a: int\n",
     STRUCT + "class C(Base):\n    a: int\n    b: list[int] = field(default_factory=list)\n    c: int = 1\n",
     [("name-added", "compatible", "C.b"), ("name-added", "compatible", "C.c"),
      ("parameter-added", "compatible", "C.__init__(b=)"), ("parameter-added", "compatible", "C.__init__(c=)")]),
    ("from attrs to a struct", ATTRS + "class Base: ...\n@frozen\nclass C(Base):\n    a: int\n",
     STRUCT + "class C(Base, frozen=True):\n    a: int\n", [("name-added", "compatible", "Base.__init__")]),
    ("field gone, once", ATTRS + "@frozen\nclass C:\n    a: int\n    b: int\n",
     ATTRS + "@frozen\nclass C:\n    a: int\n",
     [("name-removed", "breaking", "C.b")]),
    ("field wider, once", ATTRS + "@frozen\nclass C:\n    a: int\n", ATTRS + "@frozen\nclass C:\n    a: int | None\n",
     [("attribute-type", "breaking", "C.a")]),
    ("field narrower", ATTRS + "@frozen\nclass C:\n    a: int | None\n", ATTRS + "@frozen\nclass C:\n    a: int\n",
     [("parameter-type", "breaking", "C.__init__(a=)"), ("attribute-type", "compatible", "C.a")]),
    ("named tuple", "from typing import NamedTuple\nclass C(NamedTuple):\n    a: int\n    b: int\n",
     "from typing import NamedTuple\nclass C(NamedTuple):\n    b: int\n    a: int\n",
     [("parameter-moved", "breaking", "C.__init__(a=)")]),
    ("typed dict key", TYPES + "class C(TypedDict):\n    a: int | str\n", TYPES + "class C(TypedDict):\n    a: int\n",
     [("attribute-type", "breaking", "C.a")]),
    ("alias narrower", TYPES + "V: TypeAlias = Literal['x', 'y']\n", TYPES + "V: TypeAlias = Literal['x']\n",
     [("alias-type", "breaking", "V")]),
    ("alias wider", TYPES + "V: TypeAlias = Literal['x']\n", TYPES + "V: TypeAlias = Literal['x', 'y']\n",
     [("alias-type", "compatible", "V")]),
    ("kept argument", "class C:\n    a: int\n",
     "class C:\n    def __init__(self, a: str) -> None:\n        self.a = a\n",
     [("attribute-type", "breaking", "C.a"), ("name-added", "compatible", "C.__init__")]),
    ("not told", "class C:\n    a: int\n", "class C:\n    def __init__(self) -> None:\n        self.a = g()\n",
     [("name-added", "compatible", "C.__init__")]),
    ("annotations follow a rename", "class A:\n    x: int\n    y: str\ndef f() -> A: ...",
     "class Z:\n    x: int\n    y: str\ndef f() -> Z: ...", [("name-renamed", "breaking", "A")]),
]  # fmt: skip


def in_module(expected: Expected) -> Expected:
    return sorted((rule, severity, f"pivotal.m.{name}") for rule, severity, name in expected)


def compared(folder: Path, before: str, after: str) -> Expected:
    return sorted(told(names_compared(folder, {"pivotal/m.py": before}, {"pivotal/m.py": after})))


@pytest.mark.parametrize(("before", "after", "expected"), [pytest.param(*row[1:], id=row[0]) for row in NAMES])
def test_names(tmp_path: Path, before: str, after: str, expected: Expected) -> None:
    assert compared(tmp_path, before, after) == in_module(expected)


@pytest.mark.parametrize(("before", "after", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PARAMETERS])
def test_parameters(tmp_path: Path, before: str, after: str, expected: Expected) -> None:
    sides = [f"{TYPES}def f({parameters}) -> None: ..." for parameters in (before, after)]
    assert compared(tmp_path, *sides) == in_module(expected)


@pytest.mark.parametrize(("before", "after", "severity"), [pytest.param(*row[1:], id=row[0]) for row in READ])
def test_types_that_are_read(tmp_path: Path, before: str, after: str, severity: str | None) -> None:
    code = "def f() -> {0}: ...\nclass C:\n    x: {0}\n    @property\n    def p(self) -> {0}: ...\n"
    found = compared(tmp_path, *(TYPES + code.format(one) for one in (before, after)))
    names = [("attribute-type", "C.p"), ("attribute-type", "C.x"), ("return-type", "f")]
    assert found == ([(rule, severity, f"pivotal.m.{name}") for rule, name in names] if severity else [])


@pytest.mark.parametrize(("before", "after", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CLASSES])
def test_classes(tmp_path: Path, before: str, after: str, expected: Expected) -> None:
    assert compared(tmp_path, before, after) == in_module(expected)


@pytest.mark.parametrize("rows", [NAMES, CLASSES], ids=["names", "classes"])
def test_nothing_changes_where_nothing_does(tmp_path: Path, rows: list[tuple[str, str, str, Expected]]) -> None:
    for index, (_, before, after, _) in enumerate(rows):
        for side, code in (("before", before), ("after", after)):
            assert compared(tmp_path / f"{index}-{side}", code, code) == []
