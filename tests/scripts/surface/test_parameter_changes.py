"""Changes of parameters are found, each once, with their severity for callers."""

from pathlib import Path

import pytest

from tests.scripts.trees import TYPES, Expected, compare_code, with_module

PARAMETERS: list[tuple[str, str, str, Expected]] = [
    ("removed", "a, *, b=1", "a", [("parameter-removed", "breaking", "f(b=)")]),
    ("removed, the rest follows", "a, b, c", "b, c", [("parameter-removed", "breaking", "f(a=)")]),
    ("swallowed", "a, *, b=1", "a, **kw", [("parameter-added", "compatible", "f(kw=)")]),
    ("renamed", "a, b", "a, z", [("parameter-renamed", "breaking", "f(b=)")]),
    ("renamed with another type", "a: int", "z: str",
     [("parameter-removed", "breaking", "f(a=)"), ("parameter-added-required", "breaking", "f(z=)")]),
    ("keyword renamed with another type", "*, a: int = 1", "*, z: str = 'a'",
     [("parameter-removed", "breaking", "f(a=)"), ("parameter-added", "compatible", "f(z=)")]),
    ("keyword with two rivals", "*, a: int = 1", "*, y: int = 1, z: int = 1",
     [("parameter-removed", "breaking", "f(a=)"), ("parameter-added", "compatible", "f(y=)"),
      ("parameter-added", "compatible", "f(z=)")]),
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
]  # fmt: skip


@pytest.mark.parametrize(("base", "head", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PARAMETERS])
def test_changes_of_parameters(tmp_path: Path, base: str, head: str, expected: Expected) -> None:
    code = TYPES + "def f({}) -> None: ..."
    assert compare_code(tmp_path, code.format(base), code.format(head)) == with_module(expected)
