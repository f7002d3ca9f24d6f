"""The events of a whole document. An import leaves those of the contract as they are, and reports the differences."""

from typing import Any

from scripts.contract import Document, webhooks
from scripts.openapi.comparison import make_comparable
from scripts.openapi.schemas import component_schemas, reachable_schemas


def other_events(document: Document, contract: Document) -> list[str]:
    """Return the types of the events that a document has and the contract lacks or describes otherwise.

    A schema counts as the same only under the same name, so that no difference is missed.
    """
    ours = dict(webhooks(contract))
    return [
        name
        for name, operation in webhooks(document)
        if name not in ours or _comparable(document, operation) != _comparable(contract, ours[name])
    ]


def _comparable(document: Document, operation: Document) -> Any:
    schemas = component_schemas(document)
    return make_comparable([operation, {name: schemas[name] for name in reachable_schemas(document, [operation])}])
