"""Media types: matched by name, by structured suffix and by range, then compared by schema and encoding."""

from typing import NamedTuple

from contract_diff.core.severity import EQUAL, INCOMPARABLE, NARROWS, WIDENS, Direction, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.rules.encoding import encodings, item_encodings
from contract_diff.rules.operation import AS_JSON, AS_PARAMETER, AS_XML, Found, Operation, children
from contract_diff.schemas.normal_form import JsonType

FORM = "application/x-www-form-urlencoded"


class MediaType(NamedTuple):
    """A media type without its parameters, and those."""

    essence: str
    parameters: str

    @property
    def is_json(self) -> bool:
        """Whether it is JSON, which is UTF-8 whatever a parameter says (RFC 8259, sections 8.1 and 11)."""
        return self.essence == "application/json" or self.essence.endswith("+json")

    @property
    def is_xml(self) -> bool:
        """Whether it is XML (RFC 7303)."""
        return self.essence.endswith(("/xml", "+xml"))

    def covers(self, other: "MediaType") -> bool:
        """Whether the other one is this one, in its range, or a structured form of it (RFC 6839)."""
        kind, _, subtype = self.essence.partition("/")
        other_kind, _, other_subtype = other.essence.partition("/")
        if self.essence in ("*/*", other.essence):
            return True
        return kind == other_kind and (subtype == "*" or other_subtype.endswith(f"+{subtype}"))


def parse_media_type(text: str) -> MediaType:
    """A media type, compared without regard to case.

    Example:
        >>> parse_media_type("Application/JSON; charset=utf-8")
        MediaType(essence='application/json', parameters='charset=utf-8')
    """
    essence, _, parameters = text.lower().partition(";")
    return MediaType(essence.strip(), ";".join(sorted(part.strip() for part in parameters.split(";") if part.strip())))


def compare_content(operation: Operation, where: str, direction: Direction, old: Node, new: Node) -> Found:
    """The differences between two `content` members."""
    before = {parse_media_type(name): node for name, node in children(old, "content").items()}
    after = {parse_media_type(name): node for name, node in children(new, "content").items()}
    left = dict(after)
    for name, node in before.items():
        match = _match(name, left, before)
        if match is None:
            yield operation.notice(
                "media-type-removed",
                _removal(direction, after),
                direction,
                f"{where}: {name.essence} removed",
                node,
                None,
            )
            continue
        other = left.pop(match)
        yield from _renamed(operation, where, direction, (name, node), (match, other))
        yield from _compare(operation, f"{where} {match.essence}", direction, node, other, match)
    for name, node in left.items():
        # What is added to an answer is chosen by the client's Accept.
        effect = WIDENS if direction is Direction.REQUEST else EQUAL
        yield operation.notice("media-type-added", effect, direction, f"{where}: {name.essence} added", None, node)


def _removal(direction: Direction, after: dict[MediaType, Node]) -> Effect:
    if direction is Direction.REQUEST:
        return NARROWS
    return INCOMPARABLE if after else WIDENS


def _match(name: MediaType, left: dict[MediaType, Node], before: dict[MediaType, Node]) -> MediaType | None:
    if name in left:
        return name
    free = [other for other in left if other not in before]
    tests = (
        lambda other: other.essence == name.essence,
        lambda other: other.covers(name),
        lambda other: name.covers(other),
    )
    return next((other for test in tests for other in free if test(other)), None)


def _renamed(
    operation: Operation,
    where: str,
    direction: Direction,
    old: tuple[MediaType, Node],
    new: tuple[MediaType, Node],
) -> Found:
    (before, old_node), (after, new_node) = old, new
    if before.essence != after.essence:
        effect = Effect(Answer.of(after.covers(before)), Answer.of(before.covers(after)))
        detail = f"{where}: {before.essence} to {after.essence}"
        yield operation.notice("media-type-changed", effect, direction, detail, old_node, new_node)
    elif before.parameters != after.parameters:
        told = f"{before.parameters or 'none'} to {after.parameters or 'none'}"
        detail = f"{where}: {before.essence}, parameters {told}"
        effect = _parameters_effect(before, after)
        yield operation.notice("media-type-parameters", effect, direction, detail, old_node, new_node)


def _parameters_effect(old: MediaType, new: MediaType) -> Effect:
    """What further parameters ask for is a part of what a type without them is; whether it matters is not known."""
    before, after = (
        {part for part in name.parameters.split(";") if part and not (name.is_json and part.startswith("charset="))}
        for name in (old, new)
    )
    return Effect(*(Answer.YES if asked else Answer.UNKNOWN for asked in (after <= before, before <= after)))


def _compare(operation: Operation, where: str, direction: Direction, old: Node, new: Node, name: MediaType) -> Found:
    for member in ("schema", "itemSchema"):
        yield operation.root(direction, old, new, text_types(name), member, name.is_xml)
    if is_form(name):
        yield from encodings(operation, where, direction, old, new, name.essence == FORM)
    yield from item_encodings(operation, where, direction, old, new)


def is_form(name: MediaType) -> bool:
    """Whether a media type is made of named parts: to others, encodings do not apply."""
    return name.essence == FORM or name.essence.startswith("multipart/")


def text_types(name: MediaType) -> frozenset[JsonType]:
    """The JSON types whose values are plain text in this media type."""
    if is_form(name):
        return AS_PARAMETER
    return AS_XML if name.is_xml or name.essence == "text/plain" else AS_JSON
