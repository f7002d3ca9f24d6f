# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar, Literal

from pivotal_runtime.base_models import Model

from .me_api_key import MeApiKey
from .me_organization import MeOrganization


class Me(Model, frozen=True):
    """Who the API key speaks for.

    Attributes:
        object: Always `me`.
        api_key: The API key that made the call.
        organization: The one workspace that the key belongs to.
    """

    _nested: ClassVar[tuple[str, ...]] = ("api_key", "organization")

    object: Literal["me"]
    api_key: MeApiKey
    organization: MeOrganization
