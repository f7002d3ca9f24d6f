"""Changes between two number facets."""

from fractions import Fraction

from attrs import evolve

from contract_diff.changes.change import Change
from contract_diff.changes.demonstration import refused_by
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.changes.range_changes import format_change, range_changes
from contract_diff.changes.wording import show
from contract_diff.core.severity import NARROWS, WIDENS
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import Numbers


def number_changes(scope: PairScope, base: Numbers, head: Numbers) -> Found:
    """Yield the changes of step, bounds, exclusive bounds and format."""
    base_bounds, head_bounds = base, head
    if base.step != head.step:
        yield _step_change(scope, base, head)
        base_bounds, head_bounds = evolve(base, step=None), evolve(head, step=None)
    yield from range_changes(scope, base_bounds, head_bounds)
    if base.low == head.low is not None and base.low_open != head.low_open:
        yield _exclusive_change(scope, "minimum", base, head, head.low_open)
    if base.high == head.high is not None and base.high_open != head.high_open:
        yield _exclusive_change(scope, "maximum", base, head, head.high_open)
    yield from format_change(scope, base, head)


def _exclusive_change(scope: PairScope, keyword: str, base: Numbers, head: Numbers, is_now_open: bool) -> Change:
    """Return the change of a bound that keeps its value: `minimum: 0` became `exclusiveMinimum: 0`."""
    effect = NARROWS if is_now_open else WIDENS
    name, bound = ("low", base.low) if keyword == "minimum" else ("high", base.high)
    words, stated = f"{show(bound)} {effect.word}", f"exclusive{keyword.capitalize()}"
    return scope.change(keyword, effect, words, stated, refused_by(base, head, name, f"{name}_open"))


def _step_change(scope: PairScope, base: Numbers, head: Numbers) -> Change:
    is_type = {base.step, head.step} == {None, Fraction(1)}
    keyword = "type" if is_type else "multipleOf"
    names = [("number" if side.step is None else "integer") if is_type else show(side.step) for side in (base, head)]
    effect = effect_of(_multiples_within, base.step, head.step)
    return scope.change(keyword, effect, f"{names[0]} to {names[1]}", shows=refused_by(base, head, "step"))


def _multiples_within(sub: Fraction | None, sup: Fraction | None) -> Answer:
    return Answer.of(sup is None or (sub is not None and (sub / sup).denominator == 1))
