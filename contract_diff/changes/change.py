"""A change of one schema node: what a rule saw, before policy and operations come in."""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, is_object
from contract_diff.core.severity import EQUAL, Effect
from contract_diff.reading.document import Node
from contract_diff.schemas.normal_form import Term, View


class Pair(NamedTuple):
    """Two schemas to compare in one view; the node of the comparison graph."""

    base: Term
    head: Term
    view: View


Side = Literal["base", "head"]


class Shows(Protocol):
    """Whether a value that only one side accepts is a sight of a change."""

    def __call__(self, value: Any, side: Side) -> bool:
        """The answer."""
        ...


@dataclass(frozen=True)
class Change:
    """One difference between two schemas.

    Attributes:
        rule: the keyword or the kind of change; with the effect it is the finding's rule.
        effect: what it does to the accepted values.
        detail: what exactly changed, in words.
        pair: the schemas that a witness must tell apart.
        shows: whether a value of one side is a sight of this very change; any is, if None.
    """

    rule: str
    effect: Effect
    detail: str
    base: Pointer | None
    head: Pointer | None
    pair: Pair | None = field(default=None, compare=False)
    shows: Shows | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Comparison:
    """What the comparison of a pair found.

    Attributes:
        effect: how the accepted values change, what only the overlap of oneOf branches decides left out.
        overlap: how they change by such overlaps only.
    """

    effect: Effect = EQUAL
    overlap: Effect = EQUAL
    changes: tuple[Change, ...] = ()
    children: tuple[Pair, ...] = ()


def locate(term: Term, keyword: str) -> Pointer | None:
    """Where a keyword stands in a schema or in what it is made of; the schema itself if nowhere."""
    seen: set[Node] = set()
    pending = list(term)
    while pending:
        node = pending.pop(0)
        if node in seen or not is_object(node.raw):
            continue
        seen.add(node)
        if keyword in node.raw:
            return f"{node.pointer}/{keyword}"
        pending.extend(made_of(node))
    return term[0].pointer if term else None


def made_of(node: Node, keywords: tuple[str, ...] = ("allOf", "anyOf", "oneOf")) -> list[Node]:
    """What a schema is combined of by some keywords, and what it refers to."""
    below = [
        node.child(keyword, str(index)) for keyword in keywords for index in range(len(as_array(node.raw.get(keyword))))
    ]
    return [*below, node.document.target(node)] if "$ref" in node.raw else below


def annotation(term: Term, keyword: str) -> Any:
    """An annotation of a schema: from the schema itself or behind its references and allOf."""
    pointer = locate(term, keyword)
    if pointer is None or not pointer.endswith(f"/{keyword}"):
        return None
    return term[0].document.get(pointer)
