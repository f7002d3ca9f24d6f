"""Contradictions: where two sources, both documentation of the API, disagree."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from scripts.contract import Document, operations
from scripts.openapi.comparison import Place, find_differences, make_comparable
from scripts.openapi.global_parts import GlobalParts, drop_global_parts
from scripts.openapi.schemas import component_schemas, reachable_schemas

Subject = tuple[str, str]


class Contradiction(NamedTuple):
    """One place that two sources describe differently.

    Attributes:
        subject: What is described, such as ("schemas", "Customer").
        place: The keys that lead to the place inside the subject.
        base_source: The label of the earlier source.
        base: The value there in the earlier source.
        head_source: The label of the later source, which wins if contradictions are accepted.
        head: The value there in the later source.
    """

    subject: Subject
    place: Place
    base_source: str
    base: Any
    head_source: str
    head: Any


def find_statements(document: Document, parts: GlobalParts) -> Iterator[tuple[Subject, Any]]:
    """Yield what a document states about each operation, schema and security scheme, in comparable form.

    Args:
        document: A canonical document with the contract's names.
        parts: What is documented globally; it is left out.
    """
    described = []
    for path, method, operation in operations(document):
        own = drop_global_parts(operation, document, parts)
        described.append(own)
        yield ("operations", str(own["operationId"])), {"path": path, "method": method, **make_comparable(own)}
        yield ("paths", f"{method.upper()} {path}"), {"operationId": own["operationId"]}
    for name in reachable_schemas(document, described):
        yield ("schemas", name), make_comparable(component_schemas(document)[name])
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        yield ("securitySchemes", name), make_comparable(scheme)


class ContradictionFinder:
    """Collects what sources state, and finds where the next source contradicts them."""

    def __init__(self, parts: GlobalParts) -> None:
        self._parts = parts
        self._statements: dict[Subject, tuple[str, Any]] = {}

    def add(self, label: str, document: Document) -> list[Contradiction]:
        """Add a source and return its contradictions with the sources before it."""
        contradictions = []
        for subject, statement in find_statements(document, self._parts):
            base_source, base_statement = self._statements.get(subject, (label, statement))
            for place, base, head in find_differences(base_statement, statement):
                contradictions.append(Contradiction(subject, place, base_source, base, label, head))
            self._statements[subject] = (label, statement)
        return contradictions
