"""One import from start to end: read, merge, compare, and write everything or nothing."""

from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import frozen

from contract_diff.core.errors import InputError
from scripts.contract import Document, load, operations
from scripts.folders import replace_files
from scripts.import_spec.contradictions import Contradiction, ContradictionFinder
from scripts.import_spec.events import other_events
from scripts.import_spec.merge import Merger
from scripts.import_spec.page import Source, parse_page
from scripts.import_spec.reading import DEADLINE_SECONDS, Reader
from scripts.import_spec.servers import is_another_server, server_urls
from scripts.import_spec.sources import Gathered, gather_sources
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
        other_tags: The tags of a whole document, by operationId, where the contract's stayed instead.
        other_events: The types of the events that a whole document has and the contract lacks or describes otherwise.
        absent: The operations that a whole document or an index doesn't contain: operationId and where its page is.
        is_index: Whether the sources are the pages of an index.
        contradictions: Places on which sources disagree.
        sources: Labels of the imported sources.
        skipped: Labels of the pages without an operation.
        removed_pages: Names of the vendored pages whose operation has another operationId now, and that operationId.
        written: Whether files were written; False if nothing changed, or contradictions are not accepted.
    """

    base: Document
    head: Document
    changes: list[Difference]
    kept: list[Place]
    other_tags: dict[str, list[str]]
    other_events: list[str]
    absent: dict[str, str | None]
    is_index: bool
    contradictions: list[Contradiction]
    sources: list[str]
    skipped: list[str]
    removed_pages: dict[str, str]
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
    gathered = _read_documentation(location, seconds)
    sources = gathered.sources
    base = _load_contract(spec)
    vendored = list(read_vendored_pages(spec, replaced={source.operation_id for source in sources if source.page}))
    merger = Merger(base, accept=accept)
    contradictions = _merge(merger, base, sources, vendored)
    head = canonicalize(merger.contract)
    if head != base:
        _check_valid(head, location)
    removed_pages = _renamed_operations(head, vendored)
    is_blocked = bool(contradictions) and not accept
    return Outcome(
        base=base,
        head=head,
        changes=list(find_differences(key_parameters(base), key_parameters(head))),
        kept=list(dict.fromkeys(merger.kept)),
        other_tags=merger.other_tags,
        other_events=[name for source in sources for name in other_events(source.document, base)],
        absent=_absent_operations(base, gathered, spec),
        is_index=gathered.is_index,
        contradictions=contradictions,
        sources=[source.label for source in sources],
        skipped=gathered.skipped,
        removed_pages=removed_pages,
        written=not is_blocked and _write(spec, head, sources, removed_pages),
    )


def _read_documentation(location: str, seconds: float) -> Gathered:
    with Reader(seconds) as reader:
        gathered = gather_sources(location, reader)
    for source in gathered.sources:
        _check_documentation(source)
    return gathered


def _merge(merger: Merger, base: Document, sources: list[Source], vendored: list[Source]) -> list[Contradiction]:
    """Merge sources one after the other, and return their contradictions with each other and with vendored pages."""
    finder = ContradictionFinder(collect_global_parts(base))
    described = {route for source in sources if source.page is not None for route in source.routes}
    for page in vendored:
        if not page.routes & described:  # The source has a page of this operation under another name.
            finder.add(page.label, align_names(page.document, base, page.hoisted))
    contradictions: list[Contradiction] = []
    for source in sources:
        contradictions += _server_contradictions(base, source, contradictions)
        contradictions += finder.add(source.label, merger.add(source))
    return contradictions


def _server_contradictions(base: Document, source: Source, known: list[Contradiction]) -> Iterator[Contradiction]:
    """Yield a contradiction if a source is of another server, unless it is known."""
    if is_another_server(base, source.document, source.label):
        urls = server_urls(source.document, source.label)
        if all(contradiction.head != urls for contradiction in known):
            contract = f"{CONTRACT.parent.name}/{CONTRACT.name}"
            yield Contradiction(("contract", "servers"), (), contract, server_urls(base, ""), source.label, urls)


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


def _absent_operations(contract: Document, gathered: Gathered, spec: Path) -> dict[str, str | None]:
    """Return the operations that a whole document or an index omits, and where the page of each is known to be."""
    if not gathered.is_index and any(source.page is not None for source in gathered.sources):
        return {}
    routes = {route for source in gathered.sources for route in source.routes}
    names = {operation["operationId"] for source in gathered.sources for _, _, operation in operations(source.document)}
    return {
        operation["operationId"]: _known_page(operation, spec)
        for path, method, operation in operations(contract)
        if operation["operationId"] not in names and (path, method) not in routes
    }


def _known_page(operation: Document, spec: Path) -> str | None:
    """Return where an operation's page is: under the spec folder, or the URL that the contract links to."""
    page = spec / "pages" / f"{operation['operationId']}.md"
    if page.exists():
        return f"{spec.name}/pages/{page.name}"
    url = operation.get("externalDocs", {}).get("url")
    return None if url is None else str(url)


def _renamed_operations(contract: Document, vendored: list[Source]) -> dict[str, str]:
    """Return the vendored pages whose operation has another operationId in the contract, and that operationId."""
    names = {(path, method): str(operation["operationId"]) for path, method, operation in operations(contract)}
    return {
        PurePosixPath(page.label).name: names[route]
        for page in vendored
        for route in page.routes
        if names.get(route, page.operation_id) != page.operation_id
    }


def _write(spec: Path, contract: Document, sources: list[Source], removed_pages: Collection[str]) -> bool:
    """Write the files that change; return whether there are any."""
    pages = {source.operation_id: source.page for source in sources if source.page is not None}
    texts = {spec / "pages" / f"{operation_id}.md": page for operation_id, page in pages.items()}
    removed = [spec / "pages" / name for name in removed_pages]
    vendored = (vendored_operation_ids(spec) | pages.keys()) - {path.stem for path in removed}
    texts[spec / CONTRACT.name] = dump(contract)
    texts[spec / "README.md"] = render_readme(spec, contract, vendored)
    return replace_files(spec, texts, removed)
