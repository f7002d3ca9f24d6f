"""The generated package stays small enough to read."""

from scripts.contract import load, operations
from scripts.project import CONTRACT, GENERATED

# About half are docstrings: every field and argument is described, and every method lists its errors.
LINES_PER_OPERATION = 95
# What every client has, however few its operations.
LINES_OF_ANY_CLIENT = 270


def test_generated_code_keeps_its_line_budget() -> None:
    sizes = {
        path.relative_to(GENERATED).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in GENERATED.rglob("*.py")
    }
    budget = LINES_OF_ANY_CLIENT + LINES_PER_OPERATION * len(list(operations(load(CONTRACT))))
    total = sum(sizes.values())
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:5]
    assert 0 < total <= budget, (
        f"generated/ has {total} lines of Python, more than {budget}:"
        " shorten overlays/templates/ and run `make regenerate`, or move what the contract doesn't decide to"
        f" overlays/pivotal_runtime/. The largest: {', '.join(f'{name} ({sizes[name]})' for name in largest)}."
    )
