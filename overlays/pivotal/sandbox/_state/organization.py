"""The organization that owns the workspace."""

from pivotal.sandbox._state.ids import cuid

ORGANIZATION = {"id": cuid("organization"), "slug": "sandbox", "name": "Sandbox"}
