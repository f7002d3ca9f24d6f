"""Changes that facets of several types share: bounds, sets of strings, formats, and subschemas."""

from fractions import Fraction
from typing import TypeAlias

from contract_diff.changes.demonstration import refused_by
from contract_diff.changes.keyword_places import annotation
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.changes.wording import show, show_set
from contract_diff.containment.scalars import formats_within
from contract_diff.core.severity import EQUAL, INCOMPARABLE, NARROWS, WIDENS
from contract_diff.schemas.normal_form import AllOf, Arrays, Numbers, Objects, Strings

Ranged: TypeAlias = Numbers | Strings | Arrays | Objects
BOUND_KEYWORDS: dict[type[Ranged], tuple[str, str]] = {
    Strings: ("minLength", "maxLength"),
    Arrays: ("minItems", "maxItems"),
    Objects: ("minProperties", "maxProperties"),
    Numbers: ("minimum", "maximum"),
}
LEAST_SIZES = frozenset({"minLength", "minItems", "minProperties"})


def range_changes(scope: PairScope, base: Ranged, head: Ranged) -> Found:
    """Yield a change for the lower bound and one for the upper bound of a number or a size."""
    low, high = BOUND_KEYWORDS[type(base)]
    bounds: tuple[tuple[str, str, float | Fraction | None, float | Fraction | None], ...] = (
        (low, "low", base.low, head.low),
        (high, "high", base.high, head.high),
    )
    for keyword, name, base_bound, head_bound in bounds:
        if base_bound != head_bound:
            narrows = base_bound is None or (head_bound is not None and (head_bound > base_bound) == (name == "low"))
            effect = NARROWS if narrows else WIDENS
            words = " to ".join(
                stated_bound(schema, keyword, bound)
                for schema, bound in zip(scope.pair.sides, (base_bound, head_bound), strict=True)
            )
            yield scope.change(keyword, effect, words, shows=refused_by(base, head, name, f"{name}_open"))


def stated_bound(schema: AllOf, keyword: str, bound: float | Fraction | None) -> str:
    """Return a bound as the contract states it: an integer below 100 is `exclusiveMaximum 100`, not 99."""
    exclusive = f"exclusive{keyword[:1].upper()}{keyword[1:]}"
    stated, open_bound = annotation(schema, keyword), annotation(schema, exclusive)
    if keyword in LEAST_SIZES and stated is None and bound == 0:
        return show(None)
    if bound is None or isinstance(open_bound, bool) or not isinstance(open_bound, int | float):
        return show(bound)
    return show(bound) if stated is not None else f"{exclusive} {show(open_bound)}"


def set_change(scope: PairScope, keyword: str, base: frozenset[str], head: frozenset[str]) -> Found:
    """Yield a change of a set of strings that must all apply."""
    if base == head:
        return
    effect = NARROWS if base < head else WIDENS if head < base else INCOMPARABLE
    yield scope.change(keyword, effect, f"{show_set(base)} to {show_set(head)}")


def format_change(scope: PairScope, base: Numbers | Strings, head: Numbers | Strings) -> Found:
    """Yield a change of the format."""
    if base.formats != head.formats:
        effect = effect_of(formats_within, base.formats, head.formats)
        yield scope.change("format", effect, f"{show_set(base.formats)} to {show_set(head.formats)}")


def subschema_changes(scope: PairScope, keyword: str, base: AllOf, head: AllOf) -> Found:
    """Yield the pair of two subschemas; a change if one side accepts anything there."""
    if base and head:
        yield scope.child(base, head)
        return
    effect = effect_of(scope.schema_within, base, head)
    if effect != EQUAL:
        yield scope.change(keyword, effect, f"{keyword} is now {'constrained' if head else 'unconstrained'}")
