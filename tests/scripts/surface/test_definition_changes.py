"""Changes inside classes are found: fields, constructors, aliases."""

from pathlib import Path

import pytest

from tests.scripts.trees import ATTRS, STRUCT, TYPES, Expected, compare_code, with_module

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
    ("field removed, once", ATTRS + "@frozen\nclass C:\n    a: int\n    b: int\n",
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
    ("unknown type", "class C:\n    a: int\n", "class C:\n    def __init__(self) -> None:\n        self.a = g()\n",
     [("name-added", "compatible", "C.__init__")]),
]  # fmt: skip


@pytest.mark.parametrize(("base", "head", "expected"), [pytest.param(*row[1:], id=row[0]) for row in CLASSES])
def test_changes_of_classes(tmp_path: Path, base: str, head: str, expected: Expected) -> None:
    assert compare_code(tmp_path, base, head) == with_module(expected)


@pytest.mark.parametrize("row", CLASSES, ids=[row[0] for row in CLASSES])
def test_equal_code_has_no_changes(tmp_path: Path, row: tuple[str, str, str, Expected]) -> None:
    for side, code in (("base", row[1]), ("head", row[2])):
        assert compare_code(tmp_path / side, code, code) == []
