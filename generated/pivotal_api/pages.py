# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""What list operations return: one page, or a list that is not fetched yet."""

from pivotal_runtime.pages import AsyncPage, AsyncPages, Page

__all__ = ["AsyncPage", "AsyncPages", "Page"]

for _kind in (AsyncPage, AsyncPages, Page):
    _kind.__module__ = __name__  # Signatures name a module that users may import from.
