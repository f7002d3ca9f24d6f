# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from pivotal_runtime.values import Model


class MeApiKey(Model, frozen=True):
    """MeApiKey.

    Attributes:
        prefix: First characters of the key; safe to log.
    """

    id: str
    name: str
    prefix: str
    scopes: list[str]
    rate_limit_tier: str
