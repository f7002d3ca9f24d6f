"""The generated package stays small enough to read."""

from scripts.contract import load, operations, webhooks
from scripts.project import CONTRACT, GENERATED

# About half are docstrings: every field and argument is described, and every method lists its errors.
LINES_PER_OPERATION = 95
# A class for each event, and its part of what the events of one kind of record share.
LINES_PER_WEBHOOK = 55
# What every client has, however few its operations.
LINES_OF_ANY_CLIENT = 270


def test_generated_code_keeps_its_line_budget() -> None:
    sizes = {
        path.relative_to(GENERATED).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in GENERATED.rglob("*.py")
    }
    contract = load(CONTRACT)
    of_webhooks = LINES_PER_WEBHOOK * len(list(webhooks(contract)))
    budget = LINES_OF_ANY_CLIENT + LINES_PER_OPERATION * len(list(operations(contract))) + of_webhooks
    total = sum(sizes.values())
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:5]
    assert 0 < total <= budget, (
        f"generated/ has {total} lines of Python, more than {budget}:"
        " shorten overlays/templates/ and run `make regenerate`, or move what the contract doesn't decide to"
        f" overlays/pivotal_runtime/. The largest: {', '.join(f'{name} ({sizes[name]})' for name in largest)}."
    )
