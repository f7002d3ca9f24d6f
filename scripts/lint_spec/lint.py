"""Checking the contract under a spec folder, and rewriting what can be rewritten."""

from collections.abc import Iterator
from pathlib import Path

from contract_diff.core.errors import InputError
from contract_diff.core.files import write_together
from scripts.contract import Document, load
from scripts.import_spec.importer import vendored_pages
from scripts.lint_spec.pages import page_agrees
from scripts.lint_spec.rules import RULES
from scripts.openapi import validation
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.coverage import is_current, readme_with_coverage, vendored
from scripts.openapi.dialect import canonical
from scripts.openapi.validation import Problem
from scripts.project import CONTRACT

Finding = tuple[str, Problem]


def lint(spec: Path) -> list[Finding]:
    """Check the contract under a spec folder and return each problem with the name of its rule.

    Args:
        spec: The folder that holds openapi.yaml, pages/ and README.md.

    Raises:
        InputError: One of these files can't be read.
    """
    document = load(spec / CONTRACT.name)
    invalid: list[Finding] = [("openapi", problem) for problem in validation.problems(document)]
    # The other rules rely on references that resolve and on objects of the right shape.
    return invalid or [*_rule_findings(document), *_file_findings(document, spec)]


def fix(spec: Path) -> None:
    """Rewrite the contract in canonical form (order of keys, quotes, widths; comments go), and the coverage table.

    Args:
        spec: The folder that holds openapi.yaml, pages/ and README.md.

    Raises:
        InputError: A file can't be read or written; then none is changed.
    """
    path = spec / CONTRACT.name
    document = load(path)
    texts = {path: dump(document)}
    if not any(validation.problems(document)):
        texts[spec / "README.md"] = readme_with_coverage(spec, document, vendored(spec))
    try:
        write_together(texts)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); check permissions and retry.") from error


def _rule_findings(document: Document) -> Iterator[Finding]:
    for name, rule in RULES.items():
        yield from ((name, problem) for problem in rule(document))


def _file_findings(document: Document, spec: Path) -> Iterator[Finding]:
    if dump(document).encode() != (spec / CONTRACT.name).read_bytes():
        yield "format", Problem("", f"{CONTRACT.name} is not in canonical form; run `make lint-spec ARGS=--fix`")
    for page in vendored_pages(spec):
        yield from (("pages", problem) for problem in page_agrees(page, canonical(document)))
    if not is_current(spec, document):
        yield "coverage", Problem("", "the table in README.md is stale; run `make lint-spec ARGS=--fix`")
