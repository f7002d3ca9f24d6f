"""The contract's names for a source's components.

A component's name is never sent, so two schemas in the same place are the same schema, whatever a source calls them:
it may hoist an enum under a name of its own, or write a body inline.
"""

from collections.abc import Collection
from itertools import count
from typing import Any

from scripts.contract import Document, operations
from scripts.openapi.comparison import make_comparable, parameter_key
from scripts.openapi.schemas import PREFIX, component_name, component_schemas, rename_components


def align_names(source: Document, contract: Document, hoisted: Collection[str] = ()) -> Document:
    """Rename the components of a canonical source, in place, to what the canonical contract calls them.

    A name that the source chose is changed only if the contract lacks it. A name that we chose says nothing: it follows
    the contract's for the same place, and gives way to the contract's schema of another place.

    Args:
        source: The source.
        contract: The contract.
        hoisted: Names of components that the source has inline, so that we chose them.

    Returns:
        The source.
    """
    matcher = _NameMatcher(source, contract, frozenset(hoisted))
    contract_operations = {(path, method): operation for path, method, operation in operations(contract)}
    for path, method, operation in operations(source):
        if (path, method) in contract_operations:
            matcher.match(_schemas_by_place(operation), _schemas_by_place(contract_operations[path, method]))
    matcher.match_namesakes()
    matcher.match_enums()
    matcher.separate_hoisted()
    rename_components(source, matcher.contract_names)
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

    def __init__(self, source: Document, contract: Document, hoisted: frozenset[str]) -> None:
        self._source = component_schemas(source)
        self._contract = component_schemas(contract)
        self._hoisted = hoisted
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
        is_free = self._may_be_renamed(name) and contract_name not in self._source and name not in self.contract_names
        is_same = self._have_same_values(name, contract_name) or self._is_separated(name, contract_name)
        if is_free and is_same and self._fits_namesakes(name, contract_name):
            self.contract_names[name] = contract_name
        return self.contract_names.get(name) == contract_name

    def _may_be_renamed(self, name: str) -> bool:
        return name not in self._contract or name in self._hoisted

    def _is_separated(self, name: str, contract_name: str) -> bool:
        """Return whether the contract's name is ours with a number that an earlier import added."""
        number = contract_name.removeprefix(name)
        return name in self._hoisted and contract_name != number and number.isdecimal()

    def _have_same_values(self, name: str, contract_name: str) -> bool:
        return _enum_values(self._source[name]) == _enum_values(self._contract.get(contract_name, {}))

    def _fits_namesakes(self, name: str, contract_name: str) -> bool:
        """Return whether a schema equals all others of the source that get the same name."""
        namesakes = [other for other, target in self.contract_names.items() if target == contract_name]
        schema = make_comparable(self._source[name])
        return all(make_comparable(self._source[other]) == schema for other in namesakes)

    def match_namesakes(self) -> None:
        """Walk the schemas that both sides call the same, also if no operation of both uses them."""
        for name in [name for name in self._source if name in self._contract and name not in self._hoisted]:
            reference = {"$ref": PREFIX + name}
            self.match(reference, reference)

    def separate_hoisted(self) -> None:
        """Give a name of ours that the contract has for a schema of another place a number."""
        for name in sorted(self._hoisted & self._source.keys() & self._contract.keys() - self.contract_names.keys()):
            is_same_place = (name, name) in self._visited
            if not is_same_place and make_comparable(self._source[name]) != make_comparable(self._contract[name]):
                taken = {*self._source, *self._contract, *self.contract_names.values()}
                self.contract_names[name] = next(free for n in count(2) if (free := f"{name}{n}") not in taken)

    def match_enums(self) -> None:
        """Pair each remaining enum with the contract's enum of the same values."""
        names = {_enum_values(schema): name for name, schema in reversed(self._contract.items()) if "enum" in schema}
        for name, schema in self._source.items():
            contract_name = names.get(_enum_values(schema)) if "enum" in schema else None
            if contract_name and name not in self._contract and contract_name not in self._source:
                self.contract_names.setdefault(name, contract_name)


def _enum_values(schema: Document) -> tuple[str, ...]:
    return tuple(sorted(map(repr, schema.get("enum", []))))
