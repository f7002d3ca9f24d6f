"""The rule of the vendored pages: each says exactly what the contract says of its operation."""

from collections.abc import Iterator
from typing import Any

from scripts.contract import Document, operations
from scripts.import_spec.page import Source
from scripts.openapi.alignment import aligned
from scripts.openapi.comparison import MISSING, Difference, comparable, differences, parameter_key, pointer
from scripts.openapi.coverage import EVIDENCE
from scripts.openapi.global_parts import GlobalParts, global_parts, without_global_parts
from scripts.openapi.schemas import Schema, component_schemas, reached
from scripts.openapi.validation import Problem

Place = tuple[str, ...]


def page_agrees(page: Source, contract: Document) -> Iterator[Problem]:
    """Yield each place where a vendored page and the canonical contract say different things.

    What the contract knows from samples alone (`x-evidence: example`) may be missing on a page: that is what
    the level means. Examples, links, evidence and what is documented globally are not compared.
    """
    if page.label.rpartition("/")[2] != f"{page.operation_id}.md":
        yield Problem("", f"{page.label}: describes {page.operation_id}; a page is named after its operation")
    document = aligned(page.document, contract)
    parts = global_parts(contract)
    known = {(path, method): operation for path, method, operation in operations(contract)}
    for path, method, operation in operations(document):
        place = ("paths", path, method)
        if (path, method) not in known:
            yield Problem(pointer(contract, place), f"{page.label}: the contract has no {method.upper()} {path}")
            continue
        ours, theirs = known[path, method], operation
        yield from _disagreements(page, contract, place, _own(ours, contract, parts, theirs), theirs)
        yield from _schema_disagreements(page, contract, (ours, operation), document)
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        place = ("components", "securitySchemes", name)
        ours = contract["components"].get("securitySchemes", {}).get(name, {})
        yield from _disagreements(page, contract, place, ours, scheme)


def _own(ours: Document, contract: Document, parts: GlobalParts, theirs: Document) -> Document:
    own = without_global_parts(ours, contract, parts)
    stated = {parameter_key(parameter) for parameter in theirs.get("parameters", [])}
    parameters = [one for one in own.get("parameters", []) if parameter_key(one) in stated or not _is_from_samples(one)]
    return {**own, "parameters": parameters} if parameters else {k: v for k, v in own.items() if k != "parameters"}


def _schema_disagreements(
    page: Source, contract: Document, roots: tuple[Document, Document], document: Document
) -> Iterator[Problem]:
    ours, theirs = component_schemas(contract), component_schemas(document)
    names = sorted({*reached(document, [roots[1]]), *reached(contract, [roots[0]])} & (ours.keys() | theirs.keys()))
    for name in names:
        place = ("components", "schemas", name)
        left, right = ours.get(name), theirs.get(name)
        if left is None or right is None:
            side = "the contract" if left is None else "the page"
            yield Problem(pointer(contract, place), f"{page.label}: {side} has no schema {name}")
        else:
            yield from _disagreements(page, contract, place, _without_samples(left, right), right)


def _without_samples(ours: Schema, theirs: Schema) -> Schema:
    stated = theirs.get("properties", {})
    fields = {
        name: field
        for name, field in ours.get("properties", {}).items()
        if name in stated or not _is_from_samples(field)
    }
    if len(fields) == len(ours.get("properties", {})):
        return ours
    return {
        **ours,
        "properties": fields,
        "required": [name for name in ours.get("required", []) if name in fields],
    }


def _is_from_samples(node: Document) -> bool:
    return node.get(EVIDENCE) == "example"


def _disagreements(page: Source, contract: Document, place: Place, ours: Any, theirs: Any) -> Iterator[Problem]:
    for difference in differences(comparable(ours), comparable(theirs)):
        message = f"{page.label}: {_sentence(difference)}"
        yield Problem(pointer(contract, (*place, *difference.at)), message)


def _sentence(difference: Difference) -> str:
    if difference.left is MISSING:
        return f"the page has it ({_short(difference.right)}), the contract doesn't"
    if difference.right is MISSING:
        return f"the contract has it ({_short(difference.left)}), the page doesn't"
    return f"the contract says {_short(difference.left)}, the page {_short(difference.right)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
