"""What the candidates of arrays and objects need to draw values for their items and properties."""

from collections.abc import Iterable
from typing import Any, Protocol

from contract_diff.schemas.normal_form import AllOf


class CandidateSource(Protocol):
    """Draws candidates for the schemas below a facet."""

    def values(self, schema: AllOf, against: AllOf, depth: int, many: bool = False) -> list[Any]:
        """Return values that `schema` may accept, some of which `against` may refuse."""
        ...

    def are_same(self, schema: AllOf, against: AllOf, /) -> bool:
        """Return whether both schemas are identical."""
        ...

    def with_valid_first(self, schema: AllOf, values: list[Any]) -> list[Any]:
        """Return the values, those that the schema accepts first."""
        ...

    def allowed_names(self, names: AllOf, proposed: list[str]) -> Iterable[str]:
        """Return property names that a schema of names may accept, of the proposed ones and of its own."""
        ...
