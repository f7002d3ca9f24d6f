# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from pivotal_runtime.base_models import Model


class MeOrganization(Model, frozen=True):
    """The one workspace that the key belongs to.

    Attributes:
        id: Id of the workspace.
        slug: Slug of the workspace.
        name: Name of the workspace.
    """

    id: str
    slug: str
    name: str
