"""What the documentation states once for the whole API (429, 500, Idempotency-Key) and repeats on no page."""

from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

from scripts.contract import Document, operations
from scripts.openapi.comparison import parameter_key
from scripts.openapi.dialect import GLOBAL_MARKER
from scripts.openapi.schemas import resolve_reference


class GlobalParts(NamedTuple):
    """Statuses and parameters (`header Idempotency-Key`) that a contract marks as documented globally."""

    statuses: frozenset[str]
    parameters: frozenset[str]


def collect_global_parts(contract: Document) -> GlobalParts:
    """Return the globally documented parts that a contract's operations use."""
    statuses: set[str] = set()
    parameters: set[str] = set()
    for _, _, operation in operations(contract):
        statuses.update(_global_responses(operation, contract))
        parameters.update(
            parameter_key(resolve_reference(contract, parameter))
            for parameter in _global_parameters(operation, contract)
        )
    return GlobalParts(frozenset(statuses), frozenset(parameters))


def _global_responses(operation: Document, contract: Document) -> dict[str, Document]:
    responses = operation.get("responses", {})
    return {status: response for status, response in responses.items() if _is_global(response, contract)}


def _global_parameters(operation: Document, contract: Document) -> Iterator[Document]:
    return (parameter for parameter in operation.get("parameters", []) if _is_global(parameter, contract))


def _is_global(part: Document, contract: Document) -> bool:
    return bool(resolve_reference(contract, part).get(GLOBAL_MARKER))


def drop_global_parts(operation: Document, document: Document, parts: GlobalParts) -> Document:
    """Copy an operation of a document without the parts that are documented globally."""
    operation = dict(operation)
    operation["responses"] = {
        status: response for status, response in operation.get("responses", {}).items() if status not in parts.statuses
    }
    parameters = [
        parameter
        for parameter in operation.pop("parameters", [])
        if parameter_key(resolve_reference(document, parameter)) not in parts.parameters
    ]
    return {**operation, "parameters": parameters} if parameters else operation


def add_global_parts(operation: Document, method: str, contract: Document) -> None:
    """Add to a new operation the global parts that all operations, or all with its method, have."""
    everywhere = [_global_responses(other, contract) for _, _, other in operations(contract)]
    for status, response in everywhere[0].items() if everywhere else ():
        if all(status in responses for responses in everywhere):
            operation["responses"][status] = deepcopy(response)
    siblings = [other for _, other_method, other in operations(contract) if other_method == method]
    for parameter in _global_parameters(siblings[0], contract) if siblings else ():
        if all(parameter in sibling.get("parameters", []) for sibling in siblings):
            operation.setdefault("parameters", []).append(deepcopy(parameter))
