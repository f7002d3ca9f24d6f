"""Rules for how the fields of a form are encoded: the Encoding Object, with its defaults filled in."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from contract_diff.changes.keyword_places import composed_of
from contract_diff.core.json_values import as_object, as_strings, is_object
from contract_diff.core.severity import EQUAL, INCOMPARABLE, UNKNOWN, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import keyword_value, resolved_child, resolved_children
from contract_diff.rules.media_type_names import FORM, MediaTypeName, parse_media_type
from contract_diff.rules.notices import Notice
from contract_diff.rules.styles import SCALARS, changed_style, effective_style, reserved_effect, written_types
from contract_diff.rules.subjects import MediaType

STYLE_KEYWORDS = frozenset({"style", "explode", "allowReserved"})


@frozen
class _Field:
    """A field of a form on one side.

    Attributes:
        schema: Its schema, if the form declares one.
        stated: Its Encoding Object; empty if there is none.
        is_url: Whether the form is written as the query of a URL is.
        ignores_style: Whether style and explode mean nothing in this form: before 3.1, in a multipart one.
    """

    schema: Node | None
    stated: dict[str, Any]
    is_url: bool
    ignores_style: bool

    @property
    def item(self) -> Node | None:
        """The schema of the items of a list; else that of the field."""
        return resolved_child(self.schema, "items") if _types(self.schema) == {"array"} else self.schema

    @property
    def content(self) -> tuple[frozenset[str], Any]:
        """The media types that its parts may have, and their headers."""
        media_types = self.stated.get("contentType", _default_type(self.item))
        return _media_types(media_types), self.stated.get("headers") or {}

    def style(self, types: frozenset[str]) -> dict[str, Any] | None:
        """Return what style and explode make of values of these types; None if they mean nothing here.

        How objects are written by default differs by version, so they have a style only where one is stated.
        """
        item_types = _types(self.item)
        is_simple = self.is_url and item_types and item_types <= SCALARS
        if self.ignores_style or not (is_simple or STYLE_KEYWORDS & self.stated.keys()):
            return None
        return effective_style(self.stated, "query", types)


def compare_encodings(media_type: MediaType) -> Iterator[Notice]:
    """Report fields of a form that are encoded differently; encodings apply to forms only."""
    if not media_type.media.is_form:
        return
    forms = (media_type.base, media_type.head)
    stated = [
        {name: as_object(node.raw) for name, node in resolved_children(form, "encoding").items()} for form in forms
    ]
    declared = [_field_names(form) for form in forms]
    # A field that comes or goes takes its encoding along; that of a field which the form doesn't declare is ignored.
    names = (stated[0].keys() | stated[1].keys()) - (declared[0] ^ declared[1])
    for name in sorted(names & declared[0] if all(declared) else names):
        verb = "added" if name not in stated[0] else "removed" if name not in stated[1] else "changed"
        base, head = (
            _field(form, name, side.get(name, {}), media_type.media) for form, side in zip(forms, stated, strict=True)
        )
        effect, words = _compare_fields(base, head, verb)
        if effect != EQUAL:
            yield media_type.notice("encoding", effect, f"{media_type.name}: encoding of `{name}` {words}")


def _field(form: Node, name: str, stated: dict[str, Any], media: MediaTypeName) -> _Field:
    is_url = media.essence == FORM
    schema = resolved_child(form, "schema", "properties", name)
    return _Field(schema, stated, is_url, ignores_style=form.document.is_30 and not is_url)


def _compare_fields(base: _Field, head: _Field, verb: str) -> tuple[Effect, str]:
    """Return how what a field may be changes, and the change in words."""
    if base.stated == head.stated:
        return EQUAL, ""
    if base.content != head.content:
        return _content_effect(base.stated, head.stated), verb
    types = written_types(base.schema) | written_types(head.schema)
    styles = base.style(types), head.style(types)
    if styles == (None, None):
        return EQUAL, ""
    reserved = reserved_effect(base.stated, head.stated)
    if styles[0] == styles[1] and reserved == EQUAL:
        return EQUAL, ""
    # Whether a style overrides a content type differs by version; a field that isn't declared has no type.
    is_typed = base.schema is not None is not head.schema
    if styles[0] is None or styles[1] is None or not is_typed or "contentType" in base.stated | head.stated:
        return UNKNOWN, verb
    change = changed_style(styles[0], styles[1])
    return (INCOMPARABLE, change[1]) if change else (reserved, f"{verb}: allowReserved")


def _field_names(form: Node) -> frozenset[str]:
    """Return the fields that a form declares, directly or in what its schema combines."""
    pending, names, seen = [resolved_child(form, "schema")], set[str](), set[Node]()
    while pending:
        node = pending.pop()
        if node is not None and node not in seen and is_object(node.raw):
            seen.add(node)
            names.update(as_object(node.raw.get("properties")))
            pending.extend(composed_of(node))
    return frozenset(names)


def _content_effect(base: dict[str, Any], head: dict[str, Any]) -> Effect:
    """Return how the accepted parts change: decided if one side's media types include the other's."""
    stated = [side.get("contentType") for side in (base, head)]
    if None in stated or {**base, "contentType": ""} != {**head, "contentType": ""}:
        return UNKNOWN
    listed = [[parse_media_type(name) for name in str(names).split(",")] for names in stated]
    effect = Effect(_covered(*listed), _covered(*reversed(listed)))
    return UNKNOWN if effect == INCOMPARABLE else effect


def _covered(names: list[MediaTypeName], by: list[MediaTypeName]) -> Answer:
    return Answer.of(all(any(other.covers(name) for other in by) for name in names))


def compare_item_encodings(media_type: MediaType) -> Iterator[Notice]:
    """Report another encoding of parts without a name, or of the items of a stream."""
    for keyword in ("prefixEncoding", "itemEncoding"):
        if keyword_value(media_type.base, keyword) != keyword_value(media_type.head, keyword):
            yield media_type.notice("encoding", UNKNOWN, f"{media_type.name}: {keyword} changed")


def _types(schema: Node | None) -> frozenset[str]:
    return frozenset(as_strings(keyword_value(schema, "type"))) - {"null"}


def _default_type(schema: Node | None) -> str | None:
    """Return the default media type of a field, or of its items; None if it differs by version."""
    types = _types(schema)
    if schema is None or not types:
        return None
    raw = as_object(schema.raw)
    if "contentEncoding" in raw or raw.get("format") == "binary":
        return "application/octet-stream" if schema.document.is_30 or "contentEncoding" in raw else None
    return "application/json" if types == {"object"} else "text/plain" if types <= SCALARS else None


def _media_types(names: Any) -> frozenset[str]:
    return frozenset("".join(name.split()).lower() for name in str(names).split(","))
