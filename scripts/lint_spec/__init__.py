"""Lint: what must hold of the vendored contract beyond being valid OpenAPI."""
