"""One import from start to end: read, merge, compare, and write everything or nothing."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from contract_diff.core.errors import InputError
from scripts.contract import Document, load, operations
from scripts.folders import replace_files
from scripts.import_spec.contradictions import Contradiction, ContradictionFinder
from scripts.import_spec.merge import Merger
from scripts.import_spec.page import Source, parse_page
from scripts.import_spec.reading import DEADLINE_SECONDS, Reader
from scripts.import_spec.sources import gather_sources
from scripts.openapi.alignment import align_names
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.comparison import Difference, Place, find_differences, key_parameters
from scripts.openapi.coverage import EVIDENCE, render_readme, vendored_operation_ids
from scripts.openapi.dialect import canonicalize
from scripts.openapi.global_parts import collect_global_parts
from scripts.openapi.validation import find_problems
from scripts.project import CONTRACT


@frozen
class Outcome:
    """The result of an import.

    Attributes:
        base: The contract before the import.
        head: The contract after it, or as it would be.
        changes: Where head differs from base, including evidence, excluding examples.
        kept: Places of the contract that stayed although a source describes their surroundings without them.
        absent: operationIds that a whole document doesn't contain.
        contradictions: Places on which sources disagree.
        sources: Labels of the imported sources.
        skipped: Labels of the pages without an operation.
        written: Whether files were written; False if nothing changed, or contradictions are not accepted.
    """

    base: Document
    head: Document
    changes: list[Difference]
    kept: list[Place]
    absent: list[str]
    contradictions: list[Contradiction]
    sources: list[str]
    skipped: list[str]
    written: bool


def import_source(
    location: str, spec: Path = CONTRACT.parent, *, accept: bool = False, seconds: float = DEADLINE_SECONDS
) -> Outcome:
    """Merge a documentation source into the contract under a spec folder.

    Args:
        location: A page, a folder or index of pages, or an OpenAPI document; path or URL.
        spec: The folder that contains openapi.yaml, pages/ and README.md.
        accept: Whether to write in spite of contradictions, and to remove what the source describes without.
        seconds: The time for everything that is fetched.

    Raises:
        InputError: The source or the contract can't be used; nothing was written.
    """
    with Reader(seconds) as reader:
        gathered = gather_sources(location, reader)
    for source in gathered.sources:
        _check_documentation(source)
    base = _load_contract(spec)
    finder = ContradictionFinder(collect_global_parts(base))
    imported = {source.operation_id for source in gathered.sources if source.page is not None}
    for page in read_vendored_pages(spec, replaced=imported):
        finder.add(page.label, align_names(page.document, base))
    merger = Merger(base, accept=accept)
    contradictions: list[Contradiction] = []
    for source in gathered.sources:
        contradictions += finder.add(source.label, merger.add(source))
    head = canonicalize(merger.contract)
    if head != base:
        _check_valid(head, location)
    is_blocked = bool(contradictions) and not accept
    return Outcome(
        base=base,
        head=head,
        changes=list(find_differences(key_parameters(base), key_parameters(head))),
        kept=list(dict.fromkeys(merger.kept)),
        absent=_absent_operations(base, gathered.sources),
        contradictions=contradictions,
        sources=[source.label for source in gathered.sources],
        skipped=gathered.skipped,
        written=not is_blocked and _write(spec, head, gathered.sources),
    )


def read_vendored_pages(spec: Path, *, replaced: Collection[str] = ()) -> Iterator[Source]:
    """Read the pages that are vendored under a spec folder, in the order of their names.

    Args:
        spec: The folder that contains pages/.
        replaced: operationIds of pages to leave out.

    Raises:
        InputError: A page can't be read, or has no valid fragment.
    """
    with Reader() as reader:
        for path in sorted((spec / "pages").glob("*.md")):
            if path.stem not in replaced:
                yield parse_page(reader.read_text(str(path)), f"{spec.name}/pages/{path.name}")


def _load_contract(spec: Path) -> Document:
    contract = load(spec / CONTRACT.name)
    for problem in find_problems(contract):
        raise InputError(f"{spec / CONTRACT.name}: {problem.message} at {problem.pointer or '/'}; fix it first.")
    return canonicalize(contract)


def _check_documentation(source: Source) -> None:
    """Reject the contract as a source: it documents nothing, and would raise its own guesses to documented."""
    if _has_evidence(source.document):
        raise InputError(
            f"{source.label}: has {EVIDENCE}, so it is the vendored contract or a copy of it and documents nothing;"
            " name a documentation page or the live openapi.json."
        )


def _has_evidence(node: Any) -> bool:
    if isinstance(node, dict):
        return isinstance(node.get(EVIDENCE), str) or any(map(_has_evidence, node.values()))
    return isinstance(node, list) and any(map(_has_evidence, node))


def _check_valid(contract: Document, location: str) -> None:
    for problem in find_problems(contract):
        pointer = problem.pointer or "/"
        raise InputError(f"{location}: importing it would make the contract invalid: {problem.message} at {pointer}.")


def _absent_operations(contract: Document, sources: list[Source]) -> list[str]:
    """Return the operations that a whole document omits; a page describes only its own."""
    if any(source.page is not None for source in sources):
        return []
    described = {operation["operationId"] for source in sources for _, _, operation in operations(source.document)}
    operation_ids = [operation["operationId"] for _, _, operation in operations(contract)]
    return [name for name in operation_ids if name not in described]


def _write(spec: Path, contract: Document, sources: list[Source]) -> bool:
    """Write the files that change; return whether there are any."""
    pages = {source.operation_id: source.page for source in sources if source.page is not None}
    texts = {spec / "pages" / f"{operation_id}.md": page for operation_id, page in pages.items()}
    texts[spec / CONTRACT.name] = dump(contract)
    texts[spec / "README.md"] = render_readme(spec, contract, vendored_operation_ids(spec) | pages.keys())
    return replace_files(spec, texts)
