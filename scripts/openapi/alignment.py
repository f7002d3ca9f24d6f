"""Names of a source's components, brought to the contract's names.

A component's name isn't part of the wire: a schema that a source gives another name, because it hoists an
enum or writes a body inline, is the contract's schema when it stands in the same place.
"""

from typing import Any

from scripts.contract import Document, operations
from scripts.openapi.comparison import comparable, parameter_key
from scripts.openapi.schemas import PREFIX, component_schemas, referred, rewrite


def aligned(source: Document, contract: Document) -> Document:
    """Rename a canonical source's components as a canonical contract calls them; renames in place.

    Only a name that the contract doesn't have is changed, and only to one that the source doesn't have.

    Returns:
        The source.
    """
    names = _Names(source, contract)
    known = {(path, method): operation for path, method, operation in operations(contract)}
    for path, method, operation in operations(source):
        if (path, method) in known:
            names.match(_parts(operation), _parts(known[path, method]))
    names.match_enums()
    _rename(source, names.renamed)
    return source


def _parts(operation: Document) -> Document:
    parameters = {parameter_key(one): one.get("schema", {}) for one in operation.get("parameters", [])}
    return {
        "parameters": parameters,
        "request": operation.get("requestBody", {}).get("content", {}),
        "responses": {s: r.get("content", {}) for s, r in operation.get("responses", {}).items()},
    }


class _Names:
    def __init__(self, source: Document, contract: Document) -> None:
        self.source = component_schemas(source)
        self.contract = component_schemas(contract)
        self.renamed: dict[str, str] = {}
        self._seen: set[tuple[str, str]] = set()

    def match(self, theirs: Any, ours: Any) -> None:
        """Walk two descriptions of one place side by side and pair the names that they refer to."""
        if isinstance(theirs, list) and isinstance(ours, list):
            theirs, ours = dict(enumerate(theirs)), dict(enumerate(ours))
        if not isinstance(theirs, dict) or not isinstance(ours, dict):
            return
        name, our_name = referred(theirs), referred(ours)
        if name and our_name and (name, our_name) not in self._seen:
            self._seen.add((name, our_name))
            if self._pair(name, our_name):
                self.match(self.source.get(name), self.contract.get(our_name))
        for key in theirs:
            if key in ours:
                self.match(theirs[key], ours[key])

    def _pair(self, name: str, our_name: str) -> bool:
        if name == our_name:
            return True
        free = name not in self.contract and our_name not in self.source and name not in self.renamed
        if free and self._same_kind(name, our_name) and self._same_as_others(name, our_name):
            self.renamed[name] = our_name
        return self.renamed.get(name) == our_name

    def _same_as_others(self, name: str, our_name: str) -> bool:
        """Several of the source's schemas are one of the contract's where they say the same."""
        others = [other for other, ours in self.renamed.items() if ours == our_name]
        return all(comparable(self.source[other]) == comparable(self.source[name]) for other in others)

    def _same_kind(self, name: str, our_name: str) -> bool:
        return _values(self.source[name]) == _values(self.contract.get(our_name, {}))

    def match_enums(self) -> None:
        """Pair what remains: an enum with the values of one of the contract's is that one."""
        ours = {_values(schema): name for name, schema in reversed(self.contract.items()) if "enum" in schema}
        for name, schema in self.source.items():
            our_name = ours.get(_values(schema)) if "enum" in schema else None
            if our_name and name not in self.contract and our_name not in self.source:
                self.renamed.setdefault(name, our_name)


def _values(schema: Document) -> tuple[str, ...]:
    return tuple(sorted(map(repr, schema.get("enum", []))))


def _rename(document: Document, renamed: dict[str, str]) -> None:
    if not renamed:
        return

    def redirected(schema: Document) -> Document:
        name = referred(schema)
        return {**schema, "$ref": PREFIX + renamed[name]} if name in renamed else schema

    rewrite(document, redirected)
    components = component_schemas(document)
    document["components"]["schemas"] = {renamed.get(name, name): one for name, one in components.items()}
