"""Names of operations that a test passes, checked, so that a misspelled one doesn't match nothing in silence."""

from difflib import get_close_matches

from pivotal_runtime.description import Description
from pivotal_runtime.errors import shown


def check_operation(name: object, contract: Description) -> None:
    """Raise ValueError, with the closest name, if the contract has no operation of this name. None means any."""
    operations = [operation.id for operation in contract.operations]
    if name is None or (isinstance(name, str) and name in operations):
        return
    wanted = shown(name).strip("'").lower().replace("_", "-").replace(".", "-")
    close = get_close_matches(wanted, operations, n=1)
    advice = f"use {close[0]!r}." if close else f"use one of {', '.join(operations)}."
    raise ValueError(f"There is no operation {shown(name)}; {advice}")
