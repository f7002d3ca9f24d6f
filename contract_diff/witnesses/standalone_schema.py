"""A schema as a standalone JSON Schema 2020-12 document that validators can read, as one view shows it."""

from typing import Any

from attrs import define, field

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object, as_strings, is_array, is_object
from contract_diff.reading.document import Node
from contract_diff.reading.document_schema import validated_pattern
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.discriminators import branch_tags
from contract_diff.schemas.keywords import INTEGER_FORMATS, SILENT_FORMATS, admits_null
from contract_diff.schemas.normal_form import AllOf, Objects, Tags, View
from contract_diff.schemas.normalize import Normalizer

SINGLE_KEYWORDS = frozenset(
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
LIST_KEYWORDS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
NAMED_KEYWORDS = frozenset({"properties", "patternProperties", "dependentSchemas"})
PLAIN_KEYWORDS = frozenset(
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

# Keywords that matter here and are annotations to validators.
IGNORED_KEYWORDS = frozenset({"contentEncoding", "contentMediaType", "contentSchema"})

# Every keyword that may decide whether a value is valid.
KEYWORDS = (
    SINGLE_KEYWORDS | LIST_KEYWORDS | NAMED_KEYWORDS | PLAIN_KEYWORDS | IGNORED_KEYWORDS | {"$ref", "$dynamicRef"}
)


class TooLargeError(Exception):
    """The schema and what it refers to exceed the limit, or can't be rendered."""


@define
class Part:
    """A rendered schema.

    Attributes:
        references: The schemas that it refers to.
        size: How many schemas it has.
        faithful: Whether validators assert all its keywords.
    """

    schema: Any = None
    references: list[Node] = field(factory=list[Node])
    size: int = 0
    faithful: bool = True


class Renderer:
    """Renders schemas as one view shows them; references become `$defs`. Each schema is rendered once."""

    def __init__(self, normalizer: Normalizer, view: View) -> None:
        self._normalizer = normalizer
        self._view = view
        self._names: dict[Node, str] = {}
        self._parts: dict[Node, Part | None] = {}
        self._open = Part()

    def render(self, schema: AllOf, limit: int, faithfully: bool = False) -> dict[str, Any]:
        """Return a whole document.

        Args:
            schema: The schemas to render.
            limit: How many schemas the document may have.
            faithfully: Whether to refuse keywords that validators ignore (the content of strings).

        Raises:
            TooLargeError: It has more schemas than the limit, or a keyword that can't be rendered.
        """
        self._open = Part()
        document: dict[str, Any] = {"allOf": [self._reference(node) for node in schema]} if schema else {}
        definitions: dict[str, Any] = {}
        pending = list(schema)
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
        self._open.faithful = self._open.faithful and IGNORED_KEYWORDS.isdisjoint(raw)
        schema: dict[str, Any] = {key: value for key, value in raw.items() if key in PLAIN_KEYWORDS}
        if "pattern" in schema:
            schema["pattern"] = validated_pattern(schema["pattern"])
        _translate_from_30(schema, raw)
        for keyword in sorted(SINGLE_KEYWORDS & raw.keys()):
            schema[keyword] = self._one(node, keyword)
        for keyword in sorted(LIST_KEYWORDS & raw.keys()):
            count = len(as_array(raw[keyword]))
            if not count:
                continue
            tags = branch_tags(node) if "discriminator" in raw else {}
            branches = [self._branch(tags, node.child(keyword, str(index))) for index in range(count)]
            if keyword in ("allOf", "anyOf"):
                branches = [branch for index, branch in enumerate(branches) if branch not in branches[:index]]
            if keyword == "oneOf" and ("discriminator" in raw or not self._view.exclusive):
                keyword, branches = "allOf", [{"anyOf": branches}]
            schema[keyword] = [*schema.get(keyword, ()), *branches]
        for keyword in sorted(NAMED_KEYWORDS & raw.keys()):
            names = {
                validated_pattern(name) if keyword == "patternProperties" else name: name
                for name in as_object(raw[keyword])
            }
            if len(names) < len(as_object(raw[keyword])):
                raise TooLargeError
            schema[keyword] = {name: self._schema(node.child(keyword, stated)) for name, stated in names.items()}
        self._hide(node, schema)
        return {"anyOf": [{"type": "null"}, schema]} if admits_null(node) else schema

    def _branch(self, tags: dict[Pointer, Tags], branch: Node) -> Any:
        """Return a branch with the tags that a discriminator has for it."""
        own = tags.get(branch.resolved().pointer) if tags else None
        if not own:
            return self._schema(branch)
        listed = {name: {"enum": sorted(value for _, value in own)} for name, _ in own}
        return {"allOf": [self._schema(branch), {"properties": listed}]}

    def _one(self, node: Node, keyword: str) -> Any:
        if keyword == "items" and is_array(node.raw["items"]):
            raise TooLargeError
        return self._schema(node.child(keyword))

    def hidden(self, node: Node) -> frozenset[str]:
        """Return the properties that the view doesn't show."""
        objects = self._normalizer.normalize(all_of([node]), self._view).of("object")
        return frozenset[str]().union(*(facet.hidden for facet in objects if isinstance(facet, Objects)))

    def _hide(self, node: Node, schema: dict[str, Any]) -> None:
        if "properties" not in schema and "required" not in schema:
            return
        hidden = self.hidden(node)
        for name in sorted(hidden & as_object(schema.get("properties")).keys()):
            schema["properties"][name] = True
        if hidden and "required" in schema:
            schema["required"] = [name for name in as_strings(schema["required"]) if name not in hidden]


def _translate_from_30(schema: dict[str, Any], raw: dict[str, Any]) -> None:
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
