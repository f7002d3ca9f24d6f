"""The rule of the vendored pages: each page and the contract describe the page's operation in the same way."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.safe_text import shorten
from scripts.contract import Document, operations
from scripts.import_spec.page import Source
from scripts.openapi.alignment import align_names
from scripts.openapi.comparison import (
    MISSING,
    Difference,
    Place,
    find_differences,
    make_comparable,
    parameter_key,
    to_pointer,
)
from scripts.openapi.coverage import EVIDENCE
from scripts.openapi.global_parts import collect_global_parts, drop_global_parts
from scripts.openapi.schemas import Schema, component_schemas, reachable_schemas
from scripts.openapi.validation import Problem
from scripts.phrases import excerpts

_MAX_VALUE = 80
_ADVICE = "import the newer page, or correct the contract"


def compare_page(page: Source, contract: Document) -> Iterator[Problem]:
    """Yield each place at which a vendored page and the canonical contract differ.

    A page may lack what the contract knows only from samples (`x-evidence: example`). Examples, links, evidence and
    what is documented globally are not compared.
    """
    if page.label.rpartition("/")[2] != f"{page.operation_id}.md":
        yield Problem("", f"{page.label}: describes {page.operation_id}; a page is named after its operation")
    yield from _PageComparison(page, contract).problems()


class _PageComparison:
    """Compares one page with the contract."""

    def __init__(self, page: Source, contract: Document) -> None:
        self._label = page.label
        self._document = align_names(page.document, contract, page.hoisted)
        self._contract = contract

    def problems(self) -> Iterator[Problem]:
        contract_operations = {(path, method): operation for path, method, operation in operations(self._contract)}
        for path, method, operation in operations(self._document):
            place = ("paths", path, method)
            if (path, method) in contract_operations:
                yield from self._compare_operations(place, contract_operations[path, method], operation)
            else:
                yield self._problem(place, f"the contract has no {method.upper()} {path}")
        contract_schemes = self._contract["components"].get("securitySchemes", {})
        for name, scheme in self._document["components"].get("securitySchemes", {}).items():
            place = ("components", "securitySchemes", name)
            yield from self._compare(place, contract_schemes.get(name, {}), scheme)

    def _compare_operations(self, place: Place, contract_operation: Document, operation: Document) -> Iterator[Problem]:
        parts = collect_global_parts(self._contract)
        documented = drop_global_parts(contract_operation, self._contract, parts)
        yield from self._compare(place, _without_sampled_parameters(documented, operation), operation)
        yield from self._compare_schemas(contract_operation, operation)

    def _compare_schemas(self, contract_operation: Document, operation: Document) -> Iterator[Problem]:
        contract_schemas, page_schemas = component_schemas(self._contract), component_schemas(self._document)
        reachable = {
            *reachable_schemas(self._document, [operation]),
            *reachable_schemas(self._contract, [contract_operation]),
        }
        for name in sorted(reachable):
            place = ("components", "schemas", name)
            if name not in contract_schemas:
                yield self._problem(place, f"the contract has no schema {name}")
            elif name not in page_schemas:
                yield self._problem(place, f"the page has no schema {name}")
            else:
                schema = _without_sampled_properties(contract_schemas[name], page_schemas[name])
                yield from self._compare(place, schema, page_schemas[name])

    def _compare(self, place: Place, contract_node: Any, page_node: Any) -> Iterator[Problem]:
        for difference in find_differences(make_comparable(contract_node), make_comparable(page_node)):
            yield self._problem((*place, *difference.place), _describe(difference))

    def _problem(self, place: Place, sentence: str) -> Problem:
        return Problem(to_pointer(self._contract, place), f"{self._label}: {sentence}")


def _without_sampled_parameters(contract_operation: Document, operation: Document) -> Document:
    """Copy an operation without the parameters that are known only from samples and missing on the page."""
    on_page = {parameter_key(parameter) for parameter in operation.get("parameters", [])}
    parameters = [
        parameter
        for parameter in contract_operation.get("parameters", [])
        if parameter_key(parameter) in on_page or not _is_sampled(parameter)
    ]
    rest = {key: value for key, value in contract_operation.items() if key != "parameters"}
    return {**rest, "parameters": parameters} if parameters else rest


def _without_sampled_properties(contract_schema: Schema, page_schema: Schema) -> Schema:
    """Copy a schema without the properties that are known only from samples and missing on the page."""
    on_page = page_schema.get("properties", {})
    properties = {
        name: field
        for name, field in contract_schema.get("properties", {}).items()
        if name in on_page or not _is_sampled(field)
    }
    if len(properties) == len(contract_schema.get("properties", {})):
        return contract_schema
    required = [name for name in contract_schema.get("required", []) if name in properties]
    return {**contract_schema, "properties": properties, "required": required}


def _is_sampled(node: Document) -> bool:
    return node.get(EVIDENCE) == "example"


def _describe(difference: Difference) -> str:
    """Return a sentence for a difference between the contract (base) and the page (head)."""
    if difference.base is MISSING:
        return f"the page has it ({_show(difference.head)}), the contract doesn't; {_ADVICE}"
    if difference.head is MISSING:
        return f"the contract has it ({_show(difference.base)}), the page doesn't; {_ADVICE}"
    base, head = excerpts(repr(difference.base), repr(difference.head), _MAX_VALUE)
    return f"the contract has {base}, the page {head}; {_ADVICE}"


def _show(value: Any) -> str:
    return shorten(repr(value), _MAX_VALUE)
