# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Facts of the contract."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pivotal_runtime.description import Description

BASE_URL = "https://my.pivotal.app"


def load_description() -> "Description":
    """Return the whole contract as data: operations, parameters, schemas, with their documentation.

    It is read from contract.json at the first call; no call of the API needs it.

    Example:
        >>> load_description().base_url == BASE_URL
        True
    """
    from pivotal_runtime.description import read_description

    return read_description(__name__.rpartition(".")[0])
