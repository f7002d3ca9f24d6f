"""Containment of schemas: whether every value of `sub` is a value of `sup`.

Both schemas are normalized and compared facet by facet (unions.py, facets.py), down through their properties and items.
Schemas can be recursive, so a pair that comes up again while it is being decided is assumed to be contained: if it
isn't, the difference shows elsewhere in the circle. For example, let `Node` have a property `next` that is a `Node`, in
both documents, and let `name` have `maxLength` 5 and 9:

    Node in Node?  -> name: 5 in 9 is YES;  next: Node in Node? is assumed: YES  -> YES, and nothing denies it
    the reverse    -> name: 9 in 5 is NO                                         -> NO, whatever was assumed

An answer that rests on an assumption is provisional. It becomes final when the assumed pair itself is answered YES;
when that is answered NO, everything that relied on it is forgotten and decided again.

The structure alone may suspect a difference that no value has. So NO takes a second opinion: the oracle either finds a
value, or proves containment; if it does neither although values could show the difference, the answer is UNKNOWN.
"""

import math
from typing import TypeAlias

from contract_diff.containment.oracle import Oracle
from contract_diff.containment.unions import normal_form_within
from contract_diff.core.budget import Budget
from contract_diff.core.ternary import Answer
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import AllOf, NormalForm, View
from contract_diff.schemas.normalize import Normalizer

PairKey: TypeAlias = tuple[AllOf, AllOf, View]


class Subset:
    """Decides containment between schemas of two documents, each pair once."""

    def __init__(
        self, normalizer: Normalizer, sameness: Sameness, oracle: Oracle, budget: Budget | None = None
    ) -> None:
        self._budget = budget or Budget()
        self.normalizer = normalizer
        self.sameness = sameness
        self._oracle = oracle
        self._final: dict[PairKey, Answer] = {}
        # Pairs that are being decided, with their depth, and YES answers with the least depth that they rely on.
        self._active: dict[PairKey, int] = {}
        self._provisional: dict[PairKey, int] = {}
        self._lowest: float = math.inf

    def schemas(self, sub: AllOf, sup: AllOf, view: View) -> Answer:
        """Return whether every value of `sub` is a value of `sup`."""
        if not sup or self.sameness.schemas(sub, sup):
            return Answer.YES
        key = (sub, sup, self.normalizer.views.simplest(view, sub, sup))
        if key in self._final:
            return self._final[key]
        assumed = self._active.get(key, self._provisional.get(key))
        if assumed is not None:
            self._lowest = min(self._lowest, assumed)
            return Answer.YES
        return self._settle(key)

    def forms(self, sub: NormalForm, sup: NormalForm, view: View) -> Answer:
        """Return whether every value of one normal form is a value of the other, as far as the structure tells."""
        return normal_form_within(self, sub, sup, view)

    def _settle(self, key: PairKey) -> Answer:
        depth, lowest_outside, settled = len(self._active), self._lowest, len(self._provisional)
        self._active[key], self._lowest = depth, math.inf
        answer = self._decide(*key)
        del self._active[key]
        since = list(self._provisional)[settled:]
        if answer is not Answer.YES or self._lowest >= depth:
            self._final[key] = answer
            for provisional in since:
                del self._provisional[provisional]
                if answer is Answer.YES:
                    self._final[provisional] = Answer.YES
            self._lowest = lowest_outside
        else:
            self._provisional[key] = int(self._lowest)
            self._lowest = min(self._lowest, lowest_outside)
        return answer

    def _decide(self, sub: AllOf, sup: AllOf, view: View) -> Answer:
        if self._budget.is_spent:
            return Answer.UNKNOWN
        sub_form, sup_form = self.normalizer.normalize(sub, view), self.normalizer.normalize(sup, view)
        answer = normal_form_within(self, sub_form, sup_form, view)
        if answer is Answer.YES:
            return answer
        # As text, a value may be one of another type too: then the oracle's values need not show a difference.
        is_text = view.text and sub_form.facets.keys() | sup_form.facets.keys() != {"string"}
        if (answer is Answer.NO or not is_text) and self._oracle.refutes(sub, sup, view):
            return Answer.NO
        if self._budget.is_spent:
            return Answer.UNKNOWN
        if self._oracle.proves(sub, sup, view):
            return Answer.YES
        return Answer.UNKNOWN if self._oracle.shows_all(sub, sup, view) else answer
