"""What `dependentSchemas` states: a schema for the objects that have a name."""

from contract_diff.core.json_values import as_object
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import AllOf, Extra

DEPENDENT = "dependentSchemas"


def implications(extra: Extra) -> list[tuple[str, AllOf]]:
    """Return the names of a `dependentSchemas`, each with its schema; nothing for other keywords."""
    if extra.keyword != DEPENDENT:
        return []
    names = sorted(as_object(extra.node.raw[DEPENDENT]))
    return [(name, all_of([extra.node.child(DEPENDENT, name)])) for name in names]
