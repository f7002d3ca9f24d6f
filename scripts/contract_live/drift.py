"""The live document, brought in memory to the contract's form and names, and what differs from it."""

import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from contract_diff.core.errors import InputError
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Finding, Report
from contract_diff.reading.document import parse
from contract_diff.reading.sources import Source as Text
from scripts.contract import Document, load, operations
from scripts.contract_diff.policy import load_pivotal_policy
from scripts.contract_diff.python_names import join_symbols, load_symbols
from scripts.import_spec.merge import Merger
from scripts.import_spec.page import Source
from scripts.import_spec.reading import Reader
from scripts.import_spec.sources import gather
from scripts.openapi import validation
from scripts.openapi.canonical_yaml import dump
from scripts.openapi.comparison import comparable, differences, pointer
from scripts.openapi.dialect import canonical
from scripts.project import CONTRACT, GENERATED, OVERLAYS, ROOT
from scripts.regenerate.build import build
from scripts.surface.findings import make_findings
from scripts.surface.name_changes import compare_names
from scripts.surface.names import Surface
from scripts.surface.revisions import Tree

WORDS = frozenset({"description", "summary", "title"})
# An import reads operations, and what they use.
UNREAD = ("webhooks",)
LIVE = "https://my.pivotal.app/api/v1/openapi.json"


@dataclass(frozen=True)
class Drift:
    """How the vendored contract and the generated client differ from the live document; true if they do.

    Attributes:
        url: Where the live document is.
        contract: The contract diff, from the vendored contract to the live one.
        words: JSON pointers into the vendored contract where descriptions alone differ.
        unseen: JSON pointers of what samples show and the live document doesn't mention.
        unread: JSON pointers into the live document of what an import passes over.
        python: What regeneration from the live document would change in the client's names.
        stuck: Why the client can't be regenerated from it; empty if it can.
    """

    url: str
    contract: Report
    words: tuple[str, ...]
    unseen: tuple[str, ...]
    unread: tuple[str, ...]
    python: tuple[Finding, ...]
    stuck: str

    def __bool__(self) -> bool:
        return bool(self.contract.findings or self.words or self.unseen or self.unread or self.python or self.stuck)


def find_drift(url: str = LIVE) -> Drift:
    """Fetch the live document and compare; no file of the project is written.

    Args:
        url: An http or https URL of a whole OpenAPI 3.1 document.

    Raises:
        InputError: It can't be fetched, or is no such document.
    """
    vendored = canonical(load(CONTRACT))
    source = _fetched(url)
    live, unseen = _live(source, vendored)
    unread = tuple(f"/{section}" for section in UNREAD if source.document.get(section))
    words = tuple(_words(vendored, live))
    report = diff(parse(Text("spec/openapi.yaml", dump(vendored))), parse(Text(url, dump(live))), load_pivotal_policy())
    changed = bool(report.findings or words)
    python, stuck = _regenerated(live) if changed else ((), "")
    joined = join_symbols(report.findings, load_symbols(GENERATED / "symbols.json"))
    contract = Report(report.base, report.head, report.policy, joined)
    return Drift(url, contract, words, unseen, unread, python, stuck)


def _fetched(url: str) -> Source:
    with Reader() as reader:
        gathered = gather(url, reader)
    if len(gathered.sources) != 1 or gathered.sources[0].page is not None:
        raise InputError(f"{url}: documentation pages, not the whole contract; name the live openapi.json.")
    return gathered.sources[0]


def _live(source: Source, vendored: Document) -> tuple[Document, tuple[str, ...]]:
    """The contract as the live document has it; where it is silent by custom, the vendored one's word stays."""
    merger = Merger(vendored, accept=True)
    merger.add(source)
    live = merger.contract
    for path, method in _places(vendored) - _places(source.document):
        live["paths"].get(path, {}).pop(method, None)
    live["paths"] = {path: item for path, item in live["paths"].items() if item}
    live["servers"] = deepcopy(source.document.get("servers", live["servers"]))
    live = canonical(live)
    for problem in validation.problems(live):
        raise InputError(f"{source.label}: it doesn't fit the vendored contract: {problem.message}; import it to see.")
    return live, tuple(dict.fromkeys(pointer(vendored, place) for place in merger.kept))


def _places(document: Document) -> set[tuple[str, str]]:
    return {(path, method) for path, method, _ in operations(document)}


def _words(vendored: Document, live: Document) -> Iterator[str]:
    for difference in differences(comparable(vendored), comparable(live)):
        if difference.at[-1] in WORDS:
            yield pointer(vendored, difference.at)


def _regenerated(live: Document) -> tuple[tuple[Finding, ...], str]:
    """What regeneration would change in the client's names, tried out in a temporary folder."""
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
