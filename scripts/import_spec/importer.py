"""One import from start to end: read, merge, compare, and write everything or nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.files import write_together
from scripts.contract import Document, load, operations
from scripts.import_spec.contradictions import Claims, Contradiction
from scripts.import_spec.merge import Merger, Place
from scripts.import_spec.page import Source, parse_page
from scripts.import_spec.reading import Reader
from scripts.import_spec.sources import gather
from scripts.openapi import validation
from scripts.openapi.alignment import aligned
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.comparison import Difference, differences, keyed
from scripts.openapi.coverage import EVIDENCE, readme_with_coverage, vendored
from scripts.openapi.dialect import canonical
from scripts.openapi.global_parts import global_parts
from scripts.project import CONTRACT


@dataclass(frozen=True)
class Outcome:
    """What an import found and did.

    Attributes:
        before: The contract as it was, and after: as it is, or would be.
        changes: Where the two differ, evidence included, examples left out.
        kept: Places that a source describes without them.
        absent: operationIds that a whole document doesn't have.
        contradictions: What sources say differently.
        sources: Labels of what was imported, and skipped: of pages without an operation.
        written: Whether files were written; False where nothing changed or contradictions stand.
    """

    before: Document
    after: Document
    changes: list[Difference]
    kept: list[Place]
    absent: list[str]
    contradictions: list[Contradiction]
    sources: list[str]
    skipped: list[str]
    written: bool


def import_source(where: str, spec: Path = CONTRACT.parent, *, accept: bool = False) -> Outcome:
    """Merge a documentation source into the contract under a spec folder.

    Args:
        where: A page, a folder or index of pages, or an OpenAPI document; path or URL.
        spec: The folder that holds openapi.yaml, pages/ and README.md.
        accept: Write in spite of contradictions, and drop what the source describes without it.

    Raises:
        InputError: The source or the contract can't be used; nothing was written.
    """
    with Reader() as reader:
        gathered = gather(where, reader)
    for source in gathered.sources:
        _check_documentation(source)
    before = _contract(spec)
    merger = Merger(before, accept=accept)
    claims = Claims(global_parts(before))
    imported = {source.operation_id for source in gathered.sources if source.page is not None}
    for page in vendored_pages(spec, replaced=imported):
        claims.add(page.label, aligned(page.document, before))
    contradictions: list[Contradiction] = []
    for source in gathered.sources:
        contradictions += claims.add(source.label, merger.add(source))
    after = canonical(merger.contract)
    if after != before:
        _check_valid(after, where)
    blocked = bool(contradictions) and not accept
    return Outcome(
        before=before,
        after=after,
        changes=list(differences(keyed(before), keyed(after))),
        kept=list(dict.fromkeys(merger.kept)),
        absent=_absent(before, gathered.sources),
        contradictions=contradictions,
        sources=[source.label for source in gathered.sources],
        skipped=gathered.skipped,
        written=not blocked and _write(spec, after, gathered.sources),
    )


def vendored_pages(spec: Path, *, replaced: Collection[str] = ()) -> Iterator[Source]:
    """Read the pages that are vendored under a spec folder, in the order of their names.

    Args:
        spec: The folder that holds pages/.
        replaced: operationIds of pages that are left out.

    Raises:
        InputError: A page can't be read or has no valid fragment.
    """
    with Reader() as reader:
        for path in sorted((spec / "pages").glob("*.md")):
            if path.stem not in replaced:
                yield parse_page(reader.text(str(path)), f"{spec.name}/pages/{path.name}")


def _contract(spec: Path) -> Document:
    contract = load(spec / CONTRACT.name)
    for problem in validation.problems(contract):
        raise InputError(f"{spec / CONTRACT.name}: {problem.message} at {problem.pointer or '/'}; mend it first.")
    return canonical(contract)


def _check_documentation(source: Source) -> None:
    """The contract documents nothing: read as a source, it would raise its own guesses to documented."""
    if _has_evidence(source.document):
        raise InputError(
            f"{source.label}: carries {EVIDENCE}, so it is the vendored contract or a copy of it and documents nothing;"
            " name a documentation page or the live openapi.json."
        )


def _has_evidence(node: Any) -> bool:
    if isinstance(node, dict):
        return isinstance(node.get(EVIDENCE), str) or any(map(_has_evidence, node.values()))
    return isinstance(node, list) and any(map(_has_evidence, node))


def _check_valid(contract: Document, where: str) -> None:
    for problem in validation.problems(contract):
        place = problem.pointer or "/"
        raise InputError(f"{where}: importing it would make the contract invalid: {problem.message} at {place}.")


def _absent(before: Document, sources: list[Source]) -> list[str]:
    """The operations that a whole document leaves out; a page speaks of its own alone."""
    if any(source.page is not None for source in sources):
        return []
    stated = {operation["operationId"] for source in sources for _, _, operation in operations(source.document)}
    return [one["operationId"] for _, _, one in operations(before) if one["operationId"] not in stated]


def _write(spec: Path, contract: Document, sources: list[Source]) -> bool:
    texts = {spec / "pages" / f"{one.operation_id}.md": one.page for one in sources if one.page is not None}
    texts[spec / CONTRACT.name] = dump(contract)
    pages = vendored(spec) | {path.stem for path in texts if path.parent.name == "pages"}
    texts[spec / "README.md"] = readme_with_coverage(spec, contract, pages)
    try:
        changed = {path: text for path, text in texts.items() if not _holds(path, text)}
        write_together(changed)
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be written ({error.strerror}); see to it and repeat.") from error
    return bool(changed)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except FileNotFoundError:
        return False
