"""A second opinion on containment, for what the structure of two schemas doesn't decide."""

from typing import Protocol

from contract_diff.schemas.normal_form import AllOf, View


class Oracle(Protocol):
    """Searches for values and proofs."""

    def refutes(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        """Return whether some value is known that `sub` accepts and `sup` refuses."""
        ...

    def proves(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        """Return whether `sup` certainly accepts every value that `sub` accepts."""
        ...

    def shows_all(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        """Return whether a value can show every difference: no keyword of the schemas is ignored by validators."""
        ...
