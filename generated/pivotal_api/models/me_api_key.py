# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from pivotal_runtime.base_models import Model


class MeApiKey(Model, frozen=True):
    """The API key that made the call.

    Attributes:
        id: Id of the key.
        name: Name of the key.
        prefix: First characters of the key; safe to log.
        scopes: Scopes of the key.
        rate_limit_tier: Rate-limit tier of the key.
    """

    id: str
    name: str
    prefix: str
    scopes: list[str]
    rate_limit_tier: str
