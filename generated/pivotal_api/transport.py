# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""How connections are made."""

from pivotal_runtime.transport import HTTPOptions

__all__ = ["HTTPOptions"]
