"""The contract's names for a source's components.

A component's name is never sent, so two schemas in the same place are the same schema, whatever a source calls them:
it may hoist an enum under a name of its own, or write a body inline.
"""

from typing import Any

from scripts.contract import Document, operations
from scripts.openapi.comparison import make_comparable, parameter_key
from scripts.openapi.schemas import PREFIX, component_name, component_schemas, rewrite_schemas


def align_names(source: Document, contract: Document) -> Document:
    """Rename the components of a canonical source, in place, to what the canonical contract calls them.

    Only a name that the contract lacks is changed, and only to one that the source lacks.

    Returns:
        The source.
    """
    matcher = _NameMatcher(source, contract)
    contract_operations = {(path, method): operation for path, method, operation in operations(contract)}
    for path, method, operation in operations(source):
        if (path, method) in contract_operations:
            matcher.match(_schemas_by_place(operation), _schemas_by_place(contract_operations[path, method]))
    matcher.match_enums()
    _rename(source, matcher.contract_names)
    return source


def _schemas_by_place(operation: Document) -> Document:
    return {
        "parameters": {
            parameter_key(parameter): parameter.get("schema", {}) for parameter in operation.get("parameters", [])
        },
        "request": operation.get("requestBody", {}).get("content", {}),
        "responses": {
            status: response.get("content", {}) for status, response in operation.get("responses", {}).items()
        },
    }


class _NameMatcher:
    """Finds the contract's name of each component of a source.

    Attributes:
        contract_names: The contract's name by the source's name, for the components to rename.
    """

    def __init__(self, source: Document, contract: Document) -> None:
        self._source = component_schemas(source)
        self._contract = component_schemas(contract)
        self.contract_names: dict[str, str] = {}
        self._visited: set[tuple[str, str]] = set()

    def match(self, source_node: Any, contract_node: Any) -> None:
        """Walk two descriptions of the same place in parallel and pair the component names in them."""
        if isinstance(source_node, list) and isinstance(contract_node, list):
            source_node, contract_node = dict(enumerate(source_node)), dict(enumerate(contract_node))
        if not isinstance(source_node, dict) or not isinstance(contract_node, dict):
            return
        name, contract_name = component_name(source_node), component_name(contract_node)
        if name and contract_name and (name, contract_name) not in self._visited:
            self._visited.add((name, contract_name))
            if self._pair(name, contract_name):
                self.match(self._source.get(name), self._contract.get(contract_name))
        for key in source_node:
            if key in contract_node:
                self.match(source_node[key], contract_node[key])

    def _pair(self, name: str, contract_name: str) -> bool:
        """Pair two names if they may stand for the same schema; return whether they do."""
        if name == contract_name:
            return True
        is_free = name not in self._contract and contract_name not in self._source and name not in self.contract_names
        if is_free and self._have_same_values(name, contract_name) and self._fits_namesakes(name, contract_name):
            self.contract_names[name] = contract_name
        return self.contract_names.get(name) == contract_name

    def _have_same_values(self, name: str, contract_name: str) -> bool:
        return _enum_values(self._source[name]) == _enum_values(self._contract.get(contract_name, {}))

    def _fits_namesakes(self, name: str, contract_name: str) -> bool:
        """Return whether a schema equals all others of the source that get the same name."""
        namesakes = [other for other, target in self.contract_names.items() if target == contract_name]
        schema = make_comparable(self._source[name])
        return all(make_comparable(self._source[other]) == schema for other in namesakes)

    def match_enums(self) -> None:
        """Pair each remaining enum with the contract's enum of the same values."""
        names = {_enum_values(schema): name for name, schema in reversed(self._contract.items()) if "enum" in schema}
        for name, schema in self._source.items():
            contract_name = names.get(_enum_values(schema)) if "enum" in schema else None
            if contract_name and name not in self._contract and contract_name not in self._source:
                self.contract_names.setdefault(name, contract_name)


def _enum_values(schema: Document) -> tuple[str, ...]:
    return tuple(sorted(map(repr, schema.get("enum", []))))


def _rename(document: Document, new_names: dict[str, str]) -> None:
    if not new_names:
        return

    def redirect(schema: Document) -> Document:
        name = component_name(schema)
        return {**schema, "$ref": PREFIX + new_names[name]} if name in new_names else schema

    rewrite_schemas(document, redirect)
    components = component_schemas(document)
    document["components"]["schemas"] = {new_names.get(name, name): schema for name, schema in components.items()}
