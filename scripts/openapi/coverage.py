"""The coverage tables in spec/README.md: how well each operation and webhook of the contract is known."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contract_diff.core.errors import InputError
from scripts.contract import Document, operations, webhooks
from scripts.openapi.schemas import component_schemas, reachable_schemas, resolve_reference

LEVELS = ("documented", "example", "inferred")
EVIDENCE = "x-evidence"
_BEGIN, _END = "<!-- coverage: written by make lint-spec ARGS=--fix -->", "<!-- end of coverage -->"


def render_coverage_table(contract: Document, pages: frozenset[str]) -> str:
    """Return Markdown tables of the evidence of each operation and webhook, and of what they use.

    Args:
        contract: The canonical contract.
        pages: operationIds of the vendored pages.
    """
    lines = ["| operation | evidence | documented | example | inferred | page |", "|---|---|--:|--:|--:|---|"]
    for _, _, operation in sorted(operations(contract), key=lambda entry: str(entry[2].get("operationId"))):
        name = operation.get("operationId", "")
        figures = _figures(_levels(contract, operation))
        page = f"[{name}](pages/{name}.md)" if name in pages else ""
        lines.append(f"| {name} | {operation.get(EVIDENCE, '')} | {figures} | {page} |".replace("|  |", "| |"))
    totals = Counter(str(operation.get(EVIDENCE)) for _, _, operation in operations(contract))
    summary = ", ".join(f"{totals[level]} {level}" for level in LEVELS)
    lines += ["", f"{sum(totals.values())} operations: {summary}.", *_webhook_lines(contract)]
    return "\n".join(lines)


def _webhook_lines(contract: Document) -> list[str]:
    rows = [
        f"| {name} | {operation.get(EVIDENCE, '')} | {_figures(_schema_levels(contract, [operation]))} |"
        for name, operation in webhooks(contract)
    ]
    head = ["", "| webhook | evidence | documented | example | inferred |", "|---|---|--:|--:|--:|"]
    return [*head, *rows] if rows else []


def _figures(levels: Iterator[str]) -> str:
    counts = Counter(levels)
    return " | ".join(str(counts[level]) for level in LEVELS)


def _levels(contract: Document, operation: Document) -> Iterator[str]:
    for parameter in operation.get("parameters", []):
        yield str(resolve_reference(contract, parameter).get(EVIDENCE))
    responses = operation.get("responses", {})
    successes = [response for status, response in responses.items() if str(status).startswith("2")]
    yield from _schema_levels(contract, [operation.get("requestBody", {}), *successes])


def _schema_levels(contract: Document, parts: list[Document]) -> Iterator[str]:
    for name in reachable_schemas(contract, parts):
        for field in component_schemas(contract)[name].get("properties", {}).values():
            yield str(field.get(EVIDENCE)) if isinstance(field, dict) else ""


def render_readme(spec: Path, contract: Document, pages: frozenset[str]) -> str:
    """Return the content of spec/README.md with an up-to-date table.

    Raises:
        InputError: The file is missing, or its markers are.
    """
    readme = spec / "README.md"
    try:
        content = readme.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{readme}: cannot be read; restore it, the coverage table goes there.") from error
    preamble, begin, rest = content.partition(_BEGIN)
    _, end, remainder = rest.partition(_END)
    if not begin or not end:
        raise InputError(f"{readme}: no markers {_BEGIN!r} and {_END!r}; restore them, the table goes between them.")
    return f"{preamble}{_BEGIN}\n\n{render_coverage_table(contract, pages)}\n\n{_END}{remainder}"


def vendored_operation_ids(spec: Path) -> frozenset[str]:
    """Return the operationIds of the pages that are vendored under a spec folder."""
    return frozenset(path.stem for path in (spec / "pages").glob("*.md"))


def is_readme_current(spec: Path, contract: Document) -> bool:
    """Return whether the table in spec/README.md agrees with the contract."""
    expected = render_readme(spec, contract, vendored_operation_ids(spec))
    return (spec / "README.md").read_text(encoding="utf-8") == expected
