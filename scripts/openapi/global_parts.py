"""What the documentation states once for the whole API (429, 500, Idempotency-Key) and lists on no page."""

from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

from scripts.contract import Document, operations
from scripts.openapi.comparison import parameter_key
from scripts.openapi.dialect import GLOBAL
from scripts.openapi.schemas import resolve


class GlobalParts(NamedTuple):
    """Statuses and parameters (`header Idempotency-Key`) that a contract marks as documented globally."""

    statuses: frozenset[str]
    parameters: frozenset[str]


def global_parts(contract: Document) -> GlobalParts:
    """Collect the globally documented parts that a contract's operations use."""
    statuses: set[str] = set()
    parameters: set[str] = set()
    for _, _, operation in operations(contract):
        statuses.update(status for status, _ in _global_responses(operation, contract))
        parameters.update(parameter_key(resolve(contract, one)) for one in _global_parameters(operation, contract))
    return GlobalParts(frozenset(statuses), frozenset(parameters))


def _global_responses(operation: Document, contract: Document) -> Iterator[tuple[str, Document]]:
    responses = operation.get("responses", {})
    return ((status, one) for status, one in responses.items() if resolve(contract, one).get(GLOBAL))


def _global_parameters(operation: Document, contract: Document) -> Iterator[Document]:
    return (one for one in operation.get("parameters", []) if resolve(contract, one).get(GLOBAL))


def without_global_parts(operation: Document, document: Document, parts: GlobalParts) -> Document:
    """Copy an operation of a document without what is documented globally."""
    operation = dict(operation)
    responses = operation.get("responses", {})
    operation["responses"] = {status: one for status, one in responses.items() if status not in parts.statuses}
    parameters = operation.pop("parameters", [])
    own = [one for one in parameters if parameter_key(resolve(document, one)) not in parts.parameters]
    return {**operation, "parameters": own} if own else operation


def add_global_parts(operation: Document, method: str, contract: Document) -> None:
    """Give a new operation the global parts that all operations, or all of its method, have."""
    siblings = [one for _, other, one in operations(contract) if other == method]
    everywhere = [dict(_global_responses(one, contract)) for _, _, one in operations(contract)]
    for status, response in everywhere[0].items() if everywhere else ():
        if all(status in responses for responses in everywhere):
            operation["responses"][status] = deepcopy(response)
    for parameter in _global_parameters(siblings[0], contract) if siblings else ():
        if all(parameter in one.get("parameters", []) for one in siblings):
            operation.setdefault("parameters", []).append(deepcopy(parameter))
