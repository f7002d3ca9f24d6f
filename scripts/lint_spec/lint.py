"""Checks the contract under a spec folder, and fixes what can be fixed automatically."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from contract_diff.core.errors import InputError
from scripts.contract import Document, load
from scripts.folders import replace_files
from scripts.import_spec.importer import read_vendored_pages
from scripts.lint_spec.pages import compare_page
from scripts.lint_spec.rules import RULES, check_canonical_form
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.coverage import is_readme_current, render_readme, vendored_operation_ids
from scripts.openapi.dialect import canonicalize
from scripts.openapi.schemas import rewrite_schemas
from scripts.openapi.validation import Problem, find_problems
from scripts.project import CONTRACT, CORRECTIONS
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.simplify import simplify
from scripts.regenerate.source import read_source
from scripts.regenerate.supported import find_unsupported


class Violation(NamedTuple):
    """A problem, and the name of the rule that reports it."""

    rule: str
    problem: Problem


def lint(spec: Path, corrections: Path = CORRECTIONS) -> list[Violation]:
    """Check the contract under a spec folder and return every violation of a rule.

    Args:
        spec: The folder that contains openapi.yaml, pages/ and README.md.
        corrections: The folder of the corrections that regeneration applies.

    Raises:
        InputError: One of these files can't be read.
    """
    document = load(spec / CONTRACT.name)
    invalid = [Violation("openapi", problem) for problem in find_problems(document)]
    # The other rules require references with a target, and objects of the right shape.
    if invalid:
        return invalid
    objects = _with_object_schemas(document)
    # What breaks a rule of the contract often can't be generated either, and is reported once.
    violations = [*_check_rules(objects), *_check_form(document)] or list(_check_generation(document, corrections))
    return [*violations, *_check_files(document, spec), *_check_coverage(objects, spec)]


def fix(spec: Path) -> None:
    """Rewrite the contract in canonical form (order of keys, quotes, widths; no comments) and the coverage table.

    Args:
        spec: The folder that contains openapi.yaml, pages/ and README.md.

    Raises:
        InputError: A file can't be read or written; then no file is changed.
    """
    path = spec / CONTRACT.name
    document = load(path)
    texts = {path: dump(document)}
    if not any(find_problems(document)):
        texts[spec / "README.md"] = render_readme(spec, _with_object_schemas(document), vendored_operation_ids(spec))
    replace_files(spec, texts)


def _with_object_schemas(document: Document) -> Document:
    """Return a copy with the schemas `true` and `false` as objects, which the rules read."""
    copy = deepcopy(document)
    rewrite_schemas(copy, lambda schema: schema)
    return copy


def _check_rules(document: Document) -> Iterator[Violation]:
    for name, rule in RULES.items():
        yield from (Violation(name, problem) for problem in rule(document))


def _check_form(document: Document) -> Iterator[Violation]:
    return (Violation("canonical-form", problem) for problem in check_canonical_form(document))


def _check_generation(document: Document, corrections: Path) -> Iterator[Violation]:
    """Yield what `make regenerate` would refuse, after the corrections."""
    try:
        corrected = simplify(apply_corrections(read_source(document), corrections))
    except InputError as error:
        yield Violation("generation", Problem("", str(error).rstrip(".")))
    else:
        yield from (Violation("generation", problem) for problem in find_unsupported(corrected))


def _check_files(document: Document, spec: Path) -> Iterator[Violation]:
    if dump(document).encode() != (spec / CONTRACT.name).read_bytes():
        message = f"{CONTRACT.name} is not in canonical form; run `make lint-spec ARGS=--fix`"
        yield Violation("format", Problem("", message))
    for page in read_vendored_pages(spec):
        yield from (Violation("pages", problem) for problem in compare_page(page, canonicalize(document)))


def _check_coverage(document: Document, spec: Path) -> Iterator[Violation]:
    if not is_readme_current(spec, document):
        message = "the table in README.md is stale; run `make lint-spec ARGS=--fix`"
        yield Violation("coverage", Problem("", message))
