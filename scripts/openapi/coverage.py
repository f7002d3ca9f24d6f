"""The coverage table in spec/README.md: how well each operation of the contract is known."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contract_diff.core.errors import InputError
from scripts.contract import Document, operations
from scripts.openapi.schemas import component_schemas, reached, resolve

LEVELS = ("documented", "example", "inferred")
EVIDENCE = "x-evidence"
_BEGIN, _END = "<!-- coverage: written by make lint-spec ARGS=--fix -->", "<!-- end of coverage -->"


def coverage_table(contract: Document, pages: frozenset[str]) -> str:
    """Tabulate, as Markdown, the evidence of each operation and of the parameters and fields that it uses.

    Args:
        contract: The canonical contract.
        pages: operationIds of the vendored pages.
    """
    lines = ["| operation | evidence | documented | example | inferred | page |", "|---|---|--:|--:|--:|---|"]
    for _, _, operation in sorted(operations(contract), key=lambda found: str(found[2].get("operationId"))):
        name = operation.get("operationId", "")
        counts = Counter(_levels(contract, operation))
        figures = " | ".join(str(counts[level]) for level in LEVELS)
        page = f"[{name}](pages/{name}.md)" if name in pages else ""
        lines.append(f"| {name} | {operation.get(EVIDENCE, '')} | {figures} | {page} |".replace("|  |", "| |"))
    totals = Counter(str(one.get(EVIDENCE)) for _, _, one in operations(contract))
    summary = ", ".join(f"{totals[level]} {level}" for level in LEVELS)
    return "\n".join([*lines, "", f"{sum(totals.values())} operations: {summary}."])


def _levels(contract: Document, operation: Document) -> Iterator[str]:
    for parameter in operation.get("parameters", []):
        yield str(resolve(contract, parameter).get(EVIDENCE))
    succeeded = [one for status, one in operation.get("responses", {}).items() if str(status).startswith("2")]
    for name in reached(contract, [operation.get("requestBody", {}), *succeeded]):
        for field in component_schemas(contract)[name].get("properties", {}).values():
            yield str(field.get(EVIDENCE)) if isinstance(field, dict) else ""


def readme_with_coverage(spec: Path, contract: Document, pages: frozenset[str]) -> str:
    """The text of spec/README.md with the table as it should be.

    Raises:
        InputError: The file is absent or has lost its markers.
    """
    readme = spec / "README.md"
    try:
        text = readme.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{readme}: cannot be read; restore it, the coverage table goes there.") from error
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise InputError(f"{readme}: no markers {_BEGIN!r} and {_END!r}; restore them, the table goes between.")
    return f"{before}{_BEGIN}\n\n{coverage_table(contract, pages)}\n\n{_END}{after}"


def vendored(spec: Path) -> frozenset[str]:
    """operationIds of the pages that are vendored under a spec folder."""
    return frozenset(path.stem for path in (spec / "pages").glob("*.md"))


def is_current(spec: Path, contract: Document) -> bool:
    """Whether the table in spec/README.md says what the contract says."""
    wanted = readme_with_coverage(spec, contract, vendored(spec))
    return (spec / "README.md").read_text(encoding="utf-8") == wanted
