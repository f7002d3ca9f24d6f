"""Where two documents that both claim to be the documentation disagree."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scripts.contract import Document, operations
from scripts.openapi.comparison import comparable, differences
from scripts.openapi.global_parts import GlobalParts, without_global_parts
from scripts.openapi.schemas import component_schemas, reached

Subject = tuple[str, str]


class Contradiction(NamedTuple):
    """One place that two sources describe differently.

    Attributes:
        subject: What is described, such as ("schemas", "Customer").
        at: Keys that lead to the place inside it.
        first: Label of the earlier source, and second: of the later one, which is the one that counts.
    """

    subject: Subject
    at: tuple[str, ...]
    first: str
    first_says: Any
    second: str
    second_says: Any


def statements(document: Document, parts: GlobalParts) -> Iterator[tuple[Subject, Any]]:
    """Yield what a document says of each operation, schema and security scheme, in comparable form.

    Args:
        document: A canonical document with the contract's names.
        parts: What is documented globally, and left out.
    """
    described = []
    for path, method, operation in operations(document):
        own = without_global_parts(operation, document, parts)
        described.append(own)
        yield ("operations", str(own["operationId"])), {"path": path, "method": method, **comparable(own)}
    for name in reached(document, described):
        yield ("schemas", name), comparable(component_schemas(document)[name])
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        yield ("securitySchemes", name), comparable(scheme)


class Claims:
    """What sources have said so far; finds where the next one says otherwise."""

    def __init__(self, parts: GlobalParts) -> None:
        self._parts = parts
        self._said: dict[Subject, tuple[str, Any]] = {}

    def add(self, label: str, document: Document) -> Iterable[Contradiction]:
        """Hear one more source; returns its contradictions with what was said before."""
        found = []
        for subject, says in statements(document, self._parts):
            first, said = self._said.get(subject, (label, says))
            found += [
                Contradiction(subject, at, first, left, label, right) for at, left, right in differences(said, says)
            ]
            self._said[subject] = (label, says)
        return found
