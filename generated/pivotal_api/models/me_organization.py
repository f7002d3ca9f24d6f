# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from pivotal_runtime.values import Model


class MeOrganization(Model, frozen=True):
    """The one workspace that the key belongs to."""

    id: str
    slug: str
    name: str
