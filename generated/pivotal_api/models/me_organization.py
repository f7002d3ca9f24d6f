# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from attrs import frozen

from ..values import Model


@frozen
class MeOrganization(Model):
    """The one workspace that the key belongs to."""

    id: str
    slug: str
    name: str
