"""A schema as a standalone JSON Schema 2020-12 document, as one view sees it: what validators can read."""

from dataclasses import dataclass, field
from typing import Any

from contract_diff.core.json_values import as_array, as_object, as_texts, is_array, is_object
from contract_diff.reading.document import Node
from contract_diff.reading.document_schema import validated_pattern
from contract_diff.schemas.conjunction import make_term
from contract_diff.schemas.discriminators import branch_names
from contract_diff.schemas.keywords import INTEGER_FORMATS, SILENT_FORMATS, admits_null
from contract_diff.schemas.normal_form import Objects, Term, View
from contract_diff.schemas.normalise import Normaliser

ONE = frozenset(
    {
        "not",
        "items",
        "additionalProperties",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedProperties",
        "unevaluatedItems",
    }
)
MANY = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
NAMED = frozenset({"properties", "patternProperties", "dependentSchemas"})
PLAIN = frozenset(
    {
        "type",
        "enum",
        "const",
        "required",
        "minimum",
        "maximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "minContains",
        "maxContains",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "format",
    }
)


# What decides here, and is an annotation to a validator.
PASSED_OVER = frozenset({"contentEncoding", "contentMediaType", "contentSchema"})


# Everything that may decide whether a value is valid.
KEYWORDS = ONE | MANY | NAMED | PLAIN | PASSED_OVER | {"$ref", "$dynamicRef"}


class TooLargeError(Exception):
    """The schema and what it refers to exceed the size that was allowed."""


@dataclass
class Part:
    """A rendered schema.

    Attributes:
        references: the schemas that it refers to.
        size: how many schemas it has.
        faithful: whether validators assert all that it says.
    """

    schema: Any = None
    references: list[Node] = field(default_factory=list[Node])
    size: int = 0
    faithful: bool = True


class Renderer:
    """Renders terms as one view sees them; references become `$defs`. Each schema is rendered once."""

    def __init__(self, normaliser: Normaliser, view: View) -> None:
        self._normaliser = normaliser
        self._view = view
        self._names: dict[Node, str] = {}
        self._parts: dict[Node, Part | None] = {}
        self._open = Part()

    def render(self, term: Term, limit: int, faithfully: bool = False) -> dict[str, Any]:
        """A whole document.

        Args:
            term: what is to be rendered.
            limit: how many schemas it may have.
            faithfully: whether to refuse what validators pass over (the content of texts).

        Raises:
            TooLargeError: it has more schemas than the limit, or what cannot be rendered.
        """
        self._open = Part()
        document: dict[str, Any] = {"allOf": [self._reference(node) for node in term]} if term else {}
        definitions: dict[str, Any] = {}
        pending = list(term)
        while pending:
            node = pending.pop()
            if self._names[node] in definitions:
                continue
            part = self._part(node)
            limit -= part.size
            if limit < 0 or (faithfully and not part.faithful):
                raise TooLargeError
            definitions[self._names[node]] = part.schema
            pending.extend(part.references)
        return {**document, "$defs": definitions} if definitions else document

    def _part(self, node: Node) -> Part:
        if node not in self._parts:
            self._parts[node] = None
            self._open = Part()
            self._open.schema = self._schema(node)
            self._parts[node] = self._open
        part = self._parts[node]
        if part is None:
            raise TooLargeError
        return part

    def _reference(self, node: Node) -> dict[str, Any]:
        self._open.references.append(node)
        return {"$ref": f"#/$defs/{self._names.setdefault(node, str(len(self._names)))}"}

    def _schema(self, node: Node) -> Any:
        self._open.size += 1
        raw = node.raw
        if not is_object(raw):
            return raw is not False
        if "$ref" in raw:
            target = self._reference(node.document.target(node))
            if node.document.is_30 or len(raw) == 1:
                return target
            return {"allOf": [target, self._keywords(node, raw)]}
        return self._keywords(node, raw)

    def _keywords(self, node: Node, raw: dict[str, Any]) -> Any:
        if "$dynamicRef" in raw:
            raise TooLargeError
        self._open.faithful = self._open.faithful and PASSED_OVER.isdisjoint(raw)
        schema: dict[str, Any] = {key: value for key, value in raw.items() if key in PLAIN}
        if "pattern" in schema:
            schema["pattern"] = validated_pattern(schema["pattern"])
        _modernise(schema, raw)
        for keyword in sorted(ONE & raw.keys()):
            schema[keyword] = self._one(node, keyword)
        for keyword in sorted(MANY & raw.keys()):
            count = len(as_array(raw[keyword]))
            if not count:
                continue
            branches = [self._branch(node, node.child(keyword, str(index))) for index in range(count)]
            if keyword == "oneOf" and ("discriminator" in raw or not self._view.exclusive):
                keyword, branches = "allOf", [{"anyOf": branches}]
            schema[keyword] = [*schema.get(keyword, ()), *branches]
        for keyword in sorted(NAMED & raw.keys()):
            names = {
                validated_pattern(name) if keyword == "patternProperties" else name: name
                for name in as_object(raw[keyword])
            }
            if len(names) < len(as_object(raw[keyword])):
                raise TooLargeError
            schema[keyword] = {name: self._schema(node.child(keyword, stated)) for name, stated in names.items()}
        self._hide(node, schema)
        return {"anyOf": [{"type": "null"}, schema]} if admits_null(raw) else schema

    def _branch(self, union: Node, branch: Node) -> Any:
        """A branch, with the names that a discriminator has for it."""
        names = branch_names(union).get(branch.resolved().pointer) if "discriminator" in union.raw else None
        if not names:
            return self._schema(branch)
        listed = {member: {"enum": sorted(name for _, name in names)} for member, _ in names}
        return {"allOf": [self._schema(branch), {"properties": listed}]}

    def _one(self, node: Node, keyword: str) -> Any:
        if keyword == "items" and is_array(node.raw["items"]):
            raise TooLargeError
        return self._schema(node.child(keyword))

    def hidden(self, node: Node) -> frozenset[str]:
        """The members of a schema's objects that the view does not show."""
        objects = self._normaliser.term(make_term([node]), self._view).of("object")
        return frozenset[str]().union(*(facet.hidden for facet in objects if isinstance(facet, Objects)))

    def _hide(self, node: Node, schema: dict[str, Any]) -> None:
        if "properties" not in schema and "required" not in schema:
            return
        hidden = self.hidden(node)
        for name in sorted(hidden & as_object(schema.get("properties")).keys()):
            schema["properties"][name] = True
        if hidden and "required" in schema:
            schema["required"] = [name for name in as_texts(schema["required"]) if name not in hidden]


def _modernise(schema: dict[str, Any], raw: dict[str, Any]) -> None:
    for keyword, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(raw.get(keyword), bool):
            del schema[keyword]
            if raw[keyword] and bound in schema:
                schema[keyword] = schema.pop(bound)
    name = str(raw.get("format"))
    if name in SILENT_FORMATS or name in INTEGER_FORMATS:
        schema.pop("format", None)
    if name in INTEGER_FORMATS and raw.get("type") == "integer":
        bits = INTEGER_FORMATS[name]
        schema["allOf"] = [{"minimum": -(2**bits), "maximum": 2**bits - 1}]
