# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from attrs import field as _field
from attrs import frozen

from ..values import Model


@frozen
class MeApiKey(Model):
    """MeApiKey.

    Attributes:
        prefix: First characters of the key; safe to log.
    """

    id: str
    name: str
    prefix: str
    scopes: list[str] = _field(hash=False)
    rate_limit_tier: str
