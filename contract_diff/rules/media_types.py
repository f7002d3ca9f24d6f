"""Rules for media types: matched by name, by structured suffix and by range, then compared by schema."""

from collections.abc import Iterator

from contract_diff.core.severity import EQUAL, INCOMPARABLE, NARROWS, WIDENS, Direction, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import resolved_children
from contract_diff.rules.media_type_names import MediaTypeName, parse_media_type
from contract_diff.rules.notices import Notice, Root
from contract_diff.rules.subjects import Found, MediaType, Part

Content = dict[MediaTypeName, Node]


def compare_content(part: Part) -> Found:
    """Report media types that were added, removed or changed, and compare the others."""
    base, head = _content(part.base), _content(part.head)
    unmatched = dict(head)
    for name, node in base.items():
        match = _match(name, unmatched, base)
        if match is None:
            yield _removed(part, name, node, head)
            continue
        label = f"{part.name} {match.essence}"
        other = unmatched.pop(match)
        media_type = MediaType(part.operation, node, other, label, part.direction, match, status=part.status)
        yield from _compare_names(part, name, media_type)
        yield media_type
    for name, node in unmatched.items():
        yield _added(part, name, node)


def _content(node: Node) -> Content:
    return {parse_media_type(name): media_type for name, media_type in resolved_children(node, "content").items()}


def _match(name: MediaTypeName, unmatched: Content, base: Content) -> MediaTypeName | None:
    """Return the media type of the head that is the same, or else one that the base doesn't have and that fits."""
    if name in unmatched:
        return name
    candidates = [candidate for candidate in unmatched if candidate not in base]
    tests = (
        lambda candidate: candidate.essence == name.essence,
        lambda candidate: candidate.covers(name),
        lambda candidate: name.covers(candidate),
    )
    return next((candidate for test in tests for candidate in candidates if test(candidate)), None)


def _removed(part: Part, name: MediaTypeName, node: Node, head: Content) -> Notice:
    effect = INCOMPARABLE if head else WIDENS
    if part.direction is Direction.REQUEST:
        effect = NARROWS
    detail = f"{part.name}: {name.essence} removed"
    return part.notice("media-type-removed", effect, detail, (node.pointer, None))


def _added(part: Part, name: MediaTypeName, node: Node) -> Notice:
    # Clients choose what is returned by Accept, so a further media type changes nothing for them.
    effect = WIDENS if part.direction is Direction.REQUEST else EQUAL
    detail = f"{part.name}: {name.essence} added"
    return part.notice("media-type-added", effect, detail, (None, node.pointer))


def _compare_names(part: Part, base: MediaTypeName, media_type: MediaType) -> Iterator[Notice]:
    head = media_type.media
    if base.essence != head.essence:
        effect = Effect(Answer.of(head.covers(base)), Answer.of(base.covers(head)))
        yield media_type.notice("media-type-changed", effect, f"{part.name}: {base.essence} to {head.essence}")
    elif base.parameters != head.parameters:
        change = f"{base.parameters or 'none'} to {head.parameters or 'none'}"
        detail = f"{part.name}: {base.essence}, parameters {change}"
        yield media_type.notice("media-type-parameters", _parameters_effect(base, head), detail)


def _parameters_effect(base: MediaTypeName, head: MediaTypeName) -> Effect:
    """Return the effect of other parameters: further ones narrow, but whether they matter is unknown."""
    base_set, head_set = _relevant_parameters(base), _relevant_parameters(head)
    answers = (Answer.YES if subset else Answer.UNKNOWN for subset in (head_set <= base_set, base_set <= head_set))
    return Effect(*answers)


def _relevant_parameters(name: MediaTypeName) -> set[str]:
    parameters = {parameter for parameter in name.parameters.split(";") if parameter}
    return {parameter for parameter in parameters if not (name.is_json and parameter.startswith("charset="))}


def compare_schemas(media_type: MediaType) -> Iterator[Root]:
    """Compare the schemas of the content and of a stream's items."""
    for keyword in ("schema", "itemSchema"):
        yield media_type.schemas(keyword, media_type.media.sent_as_text, media_type.media.is_xml)
