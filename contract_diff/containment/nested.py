"""What containment of facets needs to compare the schemas below them."""

from typing import Protocol

from contract_diff.core.ternary import Answer
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normal_form import AllOf, NormalForm, View
from contract_diff.schemas.normalize import Normalizer


class Nested(Protocol):
    """Containment of schemas, with what it is computed from."""

    @property
    def normalizer(self) -> Normalizer:
        """The normal forms."""
        ...

    @property
    def sameness(self) -> Sameness:
        """What is identical in both documents."""
        ...

    def forms(self, sub: NormalForm, sup: NormalForm, view: View) -> Answer:
        """Return whether every value of one normal form is a value of the other."""
        ...

    def schemas(self, sub: AllOf, sup: AllOf, view: View) -> Answer:
        """Return whether every value of `sub` is a value of `sup`."""
        ...
