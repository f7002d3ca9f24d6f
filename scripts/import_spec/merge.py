"""Merging a source into the contract: its word counts where it speaks, the contract's where it is silent."""

from copy import deepcopy
from typing import Any

from scripts.contract import Document, operations
from scripts.import_spec.page import Source
from scripts.openapi.alignment import aligned
from scripts.openapi.comparison import comparable, is_ours, parameter_key, says_nothing
from scripts.openapi.coverage import EVIDENCE
from scripts.openapi.global_parts import add_global_parts, global_parts, without_global_parts
from scripts.openapi.schemas import NAME_MAPS, Schema, component_schemas, reached

Place = tuple[str, ...]
# Parts of an operation or schema that stay when a source doesn't mention them.
_PARTS = frozenset({"parameters", "requestBody", "responses", "properties"})


class Merger:
    """Merges sources into a canonical contract, one after the other.

    Attributes:
        contract: The contract as merged so far.
        kept: Places that a source describes without them, and that stayed.
    """

    def __init__(self, contract: Document, *, accept: bool = False) -> None:
        """Start from a canonical contract, which is left alone.

        Args:
            contract: The contract.
            accept: Take the source's word for final: what it describes without mentioning it goes,
                unless samples show it.
        """
        self.contract = deepcopy(contract)
        self.kept: list[Place] = []
        self._accept = accept

    def add(self, source: Source) -> Document:
        """Merge one source; returns its document with the contract's names for its components."""
        document = aligned(deepcopy(source.document), self.contract)
        parts = global_parts(self.contract)
        described = []
        for path, method, operation in operations(document):
            described.append(without_global_parts(operation, document, parts))
            self._add_operation((path, method), described[-1], source)
        for tag in dict.fromkeys(tag for operation in described for tag in operation["tags"]):
            if tag not in [known["name"] for known in self.contract.setdefault("tags", [])]:
                self.contract["tags"].append({"name": tag})
        for name in reached(document, described):
            self._add_component("schemas", name, component_schemas(document)[name])
        for name, scheme in document["components"].get("securitySchemes", {}).items():
            self._add_component("securitySchemes", name, scheme)
        return document

    def _add_operation(self, where: tuple[str, str], theirs: Document, source: Source) -> None:
        path, method = where
        self._move(theirs["operationId"], where)
        item = self.contract.setdefault("paths", {}).setdefault(path, {})
        if method in item:
            item[method] = self._node(item[method], theirs, ("paths", path, method))
        else:
            item[method] = deepcopy(theirs)
            add_global_parts(item[method], method, {**self.contract, "paths": self._others(where)})
            if source.reference:
                item[method]["externalDocs"] = {"url": source.reference}
        item[method][EVIDENCE] = "documented"
        stated = {parameter_key(parameter) for parameter in theirs.get("parameters", [])}
        for parameter in item[method].get("parameters", []):
            if parameter_key(parameter) in stated:
                parameter[EVIDENCE] = "documented"

    def _others(self, where: tuple[str, str]) -> Document:
        paths = self.contract["paths"]
        return {p: {m: one for m, one in item.items() if (p, m) != where} for p, item in paths.items()}

    def _move(self, operation_id: str, where: tuple[str, str]) -> None:
        """Take an operation along that the source has at another path or method."""
        for path, method, operation in list(operations(self.contract)):
            if operation.get("operationId") == operation_id and (path, method) != where:
                del self.contract["paths"][path][method]
                if not self.contract["paths"][path]:
                    del self.contract["paths"][path]
                self.contract["paths"].setdefault(where[0], {}).setdefault(where[1], operation)

    def _add_component(self, section: str, name: str, theirs: Schema) -> None:
        components = self.contract["components"].setdefault(section, {})
        ours = components.get(name)
        components[name] = self._node(ours, theirs, ("components", section, name)) if ours else deepcopy(theirs)
        if section == "schemas":
            stated = theirs.get("properties", {})
            for schema in (components[name], *(components[name]["properties"][one] for one in stated)):
                schema[EVIDENCE] = "documented"

    def _node(self, ours: Document, theirs: Document, at: Place) -> Document:
        merged: Document = {}
        for key in [*ours, *(key for key in theirs if key not in ours)]:
            if is_ours(key):
                if key in ours:
                    merged[key] = ours[key]
            elif key in theirs:
                merged[key] = self._value(key, ours.get(key), theirs[key], (*at, key))
            elif key in _PARTS and not (key == "properties" and _is_no_object(theirs)):
                merged |= self._part(key, ours[key], (*at, key))
            elif says_nothing(key, ours[key]):
                merged[key] = ours[key]
        return _with_required(merged, ours, theirs)

    def _part(self, key: str, ours: Any, at: Place) -> Document:
        if key == "requestBody":
            return self._named({key: ours}, {}, at[:-1])
        merged = self._value(key, ours, [] if isinstance(ours, list) else {}, at)
        return {key: merged} if merged else {}

    def _value(self, key: str, ours: Any, theirs: Any, at: Place) -> Any:
        if key == "parameters" and isinstance(ours, list):
            return list(self._named(_by_key(ours), _by_key(theirs), at).values())
        if key in NAME_MAPS and isinstance(ours, dict):
            return self._named(ours, theirs, at)
        if key == "requestBody" and ours:
            return self._node(ours, theirs, at)
        return ours if comparable({key: ours}) == comparable({key: theirs}) else deepcopy(theirs)

    def _named(self, ours: Document, theirs: Document, at: Place) -> Document:
        merged = {}
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            if name in ours and name in theirs:
                merged[name] = self._node(ours[name], theirs[name], (*at, name))
            elif name in theirs:
                merged[name] = deepcopy(theirs[name])
            elif self._keeps(ours[name], at, name):
                merged[name] = ours[name]
        return merged

    def _keeps(self, ours: Document, at: Place, name: str) -> bool:
        if at[-1] in ("parameters", "responses") and "$ref" in ours:  # documented globally
            return True
        if self._accept and ours.get(EVIDENCE) != "example":
            return False
        self.kept.append((*at, name))
        return True


def _is_no_object(schema: Schema) -> bool:
    return "properties" not in schema and schema.get("type") != "object"


def _by_key(parameters: list[Document]) -> Document:
    return {parameter_key(parameter): parameter for parameter in parameters}


def _with_required(merged: Document, ours: Document, theirs: Document) -> Document:
    """State as required what the source requires, and what it doesn't know and the contract requires."""
    if not isinstance(merged.get("properties"), dict):
        return merged
    unknown = merged["properties"].keys() - theirs.get("properties", {}).keys()
    required = {*theirs.get("required", []), *(name for name in ours.get("required", []) if name in unknown)}
    names = [name for name in merged["properties"] if name in required]
    merged.pop("required", None)
    return {"required": [*names, *sorted(required - set(names))], **merged} if required else merged
