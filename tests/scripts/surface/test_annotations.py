"""Types are compared as sets of values: those that users pass, and those that they receive."""

from pathlib import Path

import pytest

from tests.scripts.trees import TYPES, Expected, compare_code, with_module

PASSED: list[tuple[str, str, str, Expected]] = [
    ("narrower", "a: int | str", "a: int", [("parameter-type", "breaking", "f(a=)")]),
    ("wider", "a: int", "a: int | str", [("parameter-type", "compatible", "f(a=)")]),
    ("Optional is a union", "a: Optional[int]", "a: None | int", []),
    ("Union is a union", "a: Union[int, str]", "a: str | int", []),
    ("quoted", "a: 'A'", "a: A", []),
    ("base for derived", "a: B", "a: A", [("parameter-type", "compatible", "f(a=)")]),
    ("derived for base", "a: A", "a: B", [("parameter-type", "breaking", "f(a=)")]),
    ("generic", "a: list[int]", "a: list[str]", [("parameter-type", "risky", "f(a=)")]),
    ("any", "a: int", "a: Any", [("parameter-type", "compatible", "f(a=)")]),
    ("literal removed", "a: Literal['x', 'y']", "a: Literal['x']", [("parameter-type", "breaking", "f(a=)")]),
    ("literal to string", "a: Literal['x']", "a: str", [("parameter-type", "compatible", "f(a=)")]),
    ("number", "a: int", "a: float", [("parameter-type", "compatible", "f(a=)")]),
]  # fmt: skip


RETURNED: list[tuple[str, str, str, str | None]] = [
    ("may be None", "str", "str | None", "breaking"),
    ("never None", "str | None", "str", "compatible"),
    ("other", "str", "int", "breaking"),
    ("derived", "A", "B", "compatible"),
    ("base", "B", "A", "breaking"),
    ("generic", "list[A]", "tuple[A, ...]", "risky"),
    ("any", "str", "Any", "risky"),
    ("same", "Optional[A]", "A | None", None),
]


@pytest.mark.parametrize(("base", "head", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PASSED])
def test_types_of_values_that_users_pass(tmp_path: Path, base: str, head: str, expected: Expected) -> None:
    code = TYPES + "def f({}) -> None: ..."
    assert compare_code(tmp_path, code.format(base), code.format(head)) == with_module(expected)


@pytest.mark.parametrize(("base", "head", "severity"), [pytest.param(*row[1:], id=row[0]) for row in RETURNED])
def test_types_of_values_that_users_receive(tmp_path: Path, base: str, head: str, severity: str | None) -> None:
    code = "def f() -> {0}: ...\nclass C:\n    x: {0}\n    @property\n    def p(self) -> {0}: ...\n"
    changes = compare_code(tmp_path, *(TYPES + code.format(annotation) for annotation in (base, head)))
    names = [("attribute-type", "C.p"), ("attribute-type", "C.x"), ("return-type", "f")]
    assert changes == ([(rule, severity, f"pivotal.m.{name}") for rule, name in names] if severity else [])
