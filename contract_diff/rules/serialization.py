"""Rules for how the value of a parameter or header is serialized: as a media type, or by style and explode."""

from collections.abc import Iterator

from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, INCOMPARABLE
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import resolved_child
from contract_diff.rules.media_type_names import SENT_AS_TEXT
from contract_diff.rules.media_types import compare_content
from contract_diff.rules.notices import Notice
from contract_diff.rules.styles import changed_style, effective_style, reserved_effect, written_types
from contract_diff.rules.subjects import Found, Header, Parameter


def compare_value(part: Parameter | Header) -> Found:
    """Report another serialization, and compare the content or the schema."""
    base, head = (resolved_child(node, "content") is not None for node in (part.base, part.head))
    if base != head:
        detail = f"{part.name} is {'now' if head else 'no longer'} written as a media type"
        yield part.notice(f"{part.kind}-content", INCOMPARABLE, detail)
    elif base:
        yield from compare_content(part)
    else:
        yield from _compare_style(part)
        yield from _compare_reserved(part)
        yield part.schemas(as_text=SENT_AS_TEXT)


def _compare_style(part: Parameter | Header) -> Iterator[Notice]:
    types = _types(part.base) | _types(part.head)
    base, head = (effective_style(as_object(node.raw), _place(node), types) for node in (part.base, part.head))
    if change := changed_style(base, head):
        keyword, words = change
        yield part.notice(f"{part.kind}-{keyword}", INCOMPARABLE, f"{part.name}: {words}")


def _compare_reserved(part: Parameter | Header) -> Iterator[Notice]:
    base, head = (as_object(node.raw) if _place(node) == "query" else {} for node in (part.base, part.head))
    effect = reserved_effect(base, head)
    if effect != EQUAL:
        yield part.notice(f"{part.kind}-reserved", effect, f"{part.name}: allowReserved {effect.word} what is accepted")


def _types(node: Node) -> frozenset[str]:
    return written_types(resolved_child(node, "schema"))


def _place(node: Node) -> str:
    return str(as_object(node.raw).get("in", "header"))
