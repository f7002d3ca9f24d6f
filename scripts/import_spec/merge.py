"""Merging a source into the contract: the source decides what it describes, the contract what the source omits.

A schema of the contract and the same schema on a page may be

    contract  {"properties": {"id": ..., "plan": ...}, "required": ["id", "plan"], "minProperties": 1}
    source    {"properties": {"id": ..., "name": ...}, "required": ["name"]}

1. Both have `id`: the two are merged by these rules, key by key.
2. Only the source has `name`: it is added.
3. Only the contract has `plan`: a page may omit a property, so it stays, and its place is reported as kept. The same
   holds for the other optional parts (parameters, request body, responses). If the source is accepted as final, the
   part is removed, unless samples show it (`x-evidence: example`).
4. Only the contract has `minProperties`: a keyword that the source omits is removed.
5. `required` is the source's for the properties that it has (`name`, but `id` no longer), and the contract's for the
   others (`plan`).

The result is {"properties": {"id": ..., "plan": ..., "name": ...}, "required": ["plan", "name"]}.
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from scripts.contract import Document, operations
from scripts.import_spec.page import Source
from scripts.import_spec.servers import is_another_server, server_urls
from scripts.import_spec.tags import keep_tags
from scripts.openapi.alignment import align_names
from scripts.openapi.comparison import Place, is_editorial, is_redundant, make_comparable, parameter_key
from scripts.openapi.coverage import EVIDENCE
from scripts.openapi.global_parts import add_global_parts, collect_global_parts, drop_global_parts
from scripts.openapi.schemas import NAME_MAPS, Schema, component_schemas, reachable_schemas

# Parts of an operation or a schema that stay if a source omits them.
_OPTIONAL_PARTS = frozenset({"parameters", "requestBody", "responses", "properties"})


class Merger:
    """Merges sources into a canonical contract, one after the other.

    Attributes:
        contract: The contract as merged so far.
        kept: Places that stayed although a source describes their surroundings without them.
        other_tags: The tags of whole documents, by operationId, where the contract's stayed instead.
    """

    def __init__(self, contract: Document, *, accept: bool = False) -> None:
        """Start from a copy of a canonical contract.

        Args:
            contract: The contract.
            accept: Whether the source is final: what it omits is removed, unless samples show it.
        """
        self.contract = deepcopy(contract)
        self.kept: list[Place] = []
        self.other_tags: dict[str, list[str]] = {}
        self._accept = accept

    def add(self, source: Source) -> Document:
        """Merge a source and return its document, with the contract's names for its components."""
        document = align_names(deepcopy(source.document), self.contract, source.hoisted)
        if source.page is None:
            self.other_tags |= keep_tags(document, self.contract)
        if self._accept and is_another_server(self.contract, document, source.label):
            self.contract["servers"] = [{"url": url} for url in server_urls(document, source.label)]
        parts = collect_global_parts(self.contract)
        described = []
        for path, method, operation in operations(document):
            described.append(drop_global_parts(operation, document, parts))
            self._add_operation(path, method, described[-1], source.reference)
        self._declare_tags(tag for operation in described for tag in operation["tags"])
        for name in reachable_schemas(document, described):
            self._add_component("schemas", name, component_schemas(document)[name])
        for name, scheme in document["components"].get("securitySchemes", {}).items():
            self._add_component("securitySchemes", name, scheme)
        return document

    def _declare_tags(self, names: Iterable[str]) -> None:
        tags = self.contract.setdefault("tags", [])
        for name in names:
            if name not in [tag["name"] for tag in tags]:
                tags.append({"name": name})

    def _add_operation(self, path: str, method: str, operation: Document, reference: str | None) -> None:
        self._move(operation["operationId"], path, method)
        item = self.contract.setdefault("paths", {}).setdefault(path, {})
        if method in item:
            item[method] = self._merge_object(item[method], operation, ("paths", path, method))
        else:
            new_operation = deepcopy(operation)
            add_global_parts(new_operation, method, self.contract)
            if reference:
                new_operation["externalDocs"] = {"url": reference}
            item[method] = new_operation
        _mark_operation(item[method], operation)

    def _move(self, operation_id: str, path: str, method: str) -> None:
        """Move an operation of the contract to the path and method that it has in the source."""
        paths = self.contract["paths"]
        for old_path, old_method, operation in list(operations(self.contract)):
            if operation.get("operationId") == operation_id and (old_path, old_method) != (path, method):
                del paths[old_path][old_method]
                if not paths[old_path]:
                    del paths[old_path]
                paths.setdefault(path, {}).setdefault(method, operation)

    def _add_component(self, section: str, name: str, component: Schema) -> None:
        components = self.contract["components"].setdefault(section, {})
        if components.get(name):
            components[name] = self._merge_object(components[name], component, ("components", section, name))
        else:
            components[name] = deepcopy(component)
        if section == "schemas":
            properties = components[name].get("properties", {})
            for schema in (components[name], *(properties[field] for field in component.get("properties", {}))):
                schema[EVIDENCE] = "documented"

    def _merge_object(self, contract: Document, source: Document, place: Place) -> Document:
        """Merge two descriptions of the same operation, parameter, response or schema, key by key."""
        merged: Document = {}
        for key in _joined_keys(contract, source):
            if is_editorial(key):
                if key in contract:
                    merged[key] = contract[key]
            elif key in source:
                merged[key] = self._merge_value(key, contract.get(key), source[key], (*place, key))
            elif key in _OPTIONAL_PARTS and not (key == "properties" and _is_not_object(source)):
                merged |= self._merge_omitted(key, contract[key], (*place, key))
            elif is_redundant(key, contract[key]):
                merged[key] = contract[key]
        return _merge_required(merged, contract, source)

    def _merge_value(self, key: str, contract: Any, source: Any, place: Place) -> Any:
        """Merge the values of one key."""
        if key == "parameters" and isinstance(contract, list):
            return list(self._merge_named(_by_key(contract), _by_key(source), place).values())
        if key in NAME_MAPS and isinstance(contract, dict):
            return self._merge_named(contract, source, place)
        if key == "requestBody" and contract:
            return self._merge_object(contract, source, place)
        is_same = make_comparable({key: contract}) == make_comparable({key: source})
        return contract if is_same else deepcopy(source)

    def _merge_omitted(self, key: str, contract: Any, place: Place) -> Document:
        """Merge an optional part of the contract with nothing; the result lacks the key if nothing stays."""
        if key == "requestBody":
            return self._merge_named({key: contract}, {}, place[:-1])
        merged = self._merge_value(key, contract, [] if isinstance(contract, list) else {}, place)
        return {key: merged} if merged else {}

    def _merge_named(self, contract: Document, source: Document, place: Place) -> Document:
        """Merge two maps by name: of properties, parameters, responses and the like."""
        merged = {}
        for name in _joined_keys(contract, source):
            if name not in contract:
                merged[name] = deepcopy(source[name])
            elif name in source:
                merged[name] = self._merge_object(contract[name], source[name], (*place, name))
            elif self._stays(contract[name], (*place, name)):
                merged[name] = contract[name]
        return merged

    def _stays(self, part: Document, place: Place) -> bool:
        """Return whether a part stays that the source omits, and record it as kept."""
        is_global = place[-2] in ("parameters", "responses") and "$ref" in part
        if is_global:
            return True
        if self._accept and part.get(EVIDENCE) != "example":
            return False
        self.kept.append(place)
        return True


def _mark_operation(operation: Document, described: Document) -> None:
    """Mark an operation as documented, and those of its parameters that a source describes."""
    operation[EVIDENCE] = "documented"
    keys = _by_key(described.get("parameters", [])).keys()
    for parameter in operation.get("parameters", []):
        if parameter_key(parameter) in keys:
            parameter[EVIDENCE] = "documented"


def _joined_keys(contract: Document, source: Document) -> list[str]:
    return [*contract, *(key for key in source if key not in contract)]


def _is_not_object(schema: Schema) -> bool:
    return "properties" not in schema and schema.get("type") != "object"


def _by_key(parameters: list[Document]) -> Document:
    return {parameter_key(parameter): parameter for parameter in parameters}


def _merge_required(merged: Document, contract: Document, source: Document) -> Document:
    """Return a merged schema with `required`: the source's, and the contract's for properties that the source lacks."""
    if not isinstance(merged.get("properties"), dict):
        return merged
    only_in_contract = merged["properties"].keys() - source.get("properties", {}).keys()
    required = {*source.get("required", []), *only_in_contract.intersection(contract.get("required", []))}
    names = [name for name in merged["properties"] if name in required]
    merged.pop("required", None)
    return {"required": [*names, *sorted(required - set(names))], **merged} if required else merged
