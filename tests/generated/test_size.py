"""The generated package stays small enough to be read."""

from scripts.contract import GENERATED

MOST_LINES = 3_000


def test_the_package_keeps_its_line_budget() -> None:
    sizes = {
        path.relative_to(GENERATED).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in GENERATED.rglob("*.py")
    }
    assert sizes
    total = sum(sizes.values())
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:5]
    assert total <= MOST_LINES, (
        f"generated/ has {total} lines of Python, {total - MOST_LINES} more than its budget of {MOST_LINES}: shorten"
        " overlays/templates/ and run `make regenerate`, or move what the contract doesn't decide to overlays/pivotal/."
        f" The largest: {', '.join(f'{name} ({sizes[name]})' for name in largest)}."
    )
