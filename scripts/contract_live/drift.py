"""Drift: the live document, converted in memory to the contract's form and names, compared with the contract."""

import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from attrs import evolve, frozen

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Finding, Report
from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source as Text
from scripts.contract import Document, load, operations
from scripts.contract_diff.policy import load_pivotal_policy
from scripts.contract_diff.python_names import join_symbols, load_symbols
from scripts.import_spec.events import other_events
from scripts.import_spec.merge import Merger
from scripts.import_spec.page import Source
from scripts.import_spec.reading import Reader
from scripts.import_spec.sources import gather_sources
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.comparison import PROSE_KEYS, find_differences, make_comparable, to_pointer
from scripts.openapi.dialect import canonicalize
from scripts.openapi.validation import find_problems
from scripts.project import CONTRACT, GENERATED, OVERLAYS, ROOT
from scripts.regenerate.build import build
from scripts.surface.findings import make_findings
from scripts.surface.name_changes import compare_names
from scripts.surface.names import Surface
from scripts.surface.revisions import Tree

LIVE = "https://my.pivotal.app/api/v1/openapi.json"


@frozen
class Drift:
    """How the live document differs from the vendored contract and the generated client; true if it does.

    Attributes:
        url: The URL of the live document.
        contract: The contract diff, with the vendored contract as base and the live one as head.
        prose: JSON pointers into the vendored contract where only a description differs.
        only_in_samples: JSON pointers of what samples show and the live document omits.
        events: JSON pointers into the live document of events that the contract lacks or describes otherwise. An import
            leaves events as they are.
        python: What regeneration from the live document would change in the client's names.
        obstacle: Why the client can't be regenerated from the live document; empty if it can.
    """

    url: str
    contract: Report
    prose: tuple[str, ...]
    only_in_samples: tuple[str, ...]
    events: tuple[str, ...]
    python: tuple[Finding, ...]
    obstacle: str

    def __bool__(self) -> bool:
        return bool(
            self.contract.findings or self.prose or self.only_in_samples or self.events or self.python or self.obstacle
        )


def find_drift(url: str = LIVE) -> Drift:
    """Fetch the live document and compare it with the project, without writing any file.

    Args:
        url: An http or https URL of a whole OpenAPI 3.1 document.

    Raises:
        InputError: The document can't be fetched, or is not a whole OpenAPI document.
    """
    vendored = canonicalize(load(CONTRACT))
    source = _fetch(url)
    live, only_in_samples = _merge_live(source, vendored)
    prose = tuple(_prose_differences(vendored, live))
    base, head = Text("spec/openapi.yaml", dump(vendored)), Text(url, dump(live))
    report = diff(parse(base), parse(head), load_pivotal_policy())
    python, obstacle = _compare_clients(live) if report.findings or prose else ((), "")
    findings = join_symbols(report.findings, load_symbols(GENERATED / "symbols.json"))
    return Drift(
        url=url,
        contract=evolve(report, findings=findings),
        prose=prose,
        only_in_samples=only_in_samples,
        events=tuple(json_pointers.join("/webhooks", name) for name in other_events(source.document, vendored)),
        python=python,
        obstacle=obstacle,
    )


def _fetch(url: str) -> Source:
    with Reader() as reader:
        gathered = gather_sources(url, reader)
    if len(gathered.sources) != 1 or gathered.sources[0].page is not None:
        raise InputError(f"{url}: documentation pages, not the whole contract; name the live openapi.json.")
    return gathered.sources[0]


def _merge_live(source: Source, vendored: Document) -> tuple[Document, tuple[str, ...]]:
    """Return the contract as the live document describes it, and pointers to what only samples show.

    Evidence, examples and global parts, which the live document never contains, stay as vendored.
    """
    merger = Merger(vendored, accept=True)
    merger.add(source)
    live = merger.contract
    for path, method in _operation_keys(vendored) - _operation_keys(source.document):
        live["paths"].get(path, {}).pop(method, None)
    live["paths"] = {path: item for path, item in live["paths"].items() if item}
    live["servers"] = deepcopy(source.document.get("servers", live["servers"]))
    live = canonicalize(live)
    for problem in find_problems(live):
        raise InputError(
            f"{source.label}: doesn't fit the vendored contract: {problem.message}; import it to see the changes."
        )
    return live, tuple(dict.fromkeys(to_pointer(vendored, place) for place in merger.kept))


def _operation_keys(document: Document) -> set[tuple[str, str]]:
    return {(path, method) for path, method, _ in operations(document)}


def _prose_differences(vendored: Document, live: Document) -> Iterator[str]:
    for difference in find_differences(make_comparable(vendored), make_comparable(live)):
        if difference.place[-1] in PROSE_KEYS:
            yield to_pointer(vendored, difference.place)


def _compare_clients(live: Document) -> tuple[tuple[Finding, ...], str]:
    """Return what regeneration would change in the client's names, tried in a temporary folder, or the obstacle."""
    with tempfile.TemporaryDirectory(prefix="contract-live-") as scratch:
        root = Path(scratch)
        (root / GENERATED.name).mkdir()
        for package in ("pivotal", "pivotal_runtime"):
            shutil.copytree(OVERLAYS / package, root / OVERLAYS.name / package)
        (root / CONTRACT.name).write_text(dump(live), encoding="utf-8")
        try:
            build(root / GENERATED.name, root / CONTRACT.name)
        except InputError as error:
            return (), str(error)
        return make_findings(compare_names(Surface(Tree("generated", ROOT)), Surface(Tree("live", root)))), ""
