# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Every error that a call can raise; `pivotal_runtime.errors` draws the tree."""

from pivotal_runtime.errors import *  # noqa: F403
from pivotal_runtime.errors import __all__ as __all__
