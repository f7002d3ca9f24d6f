"""OpenAPI documents: one dialect, named schemas, validation, comparison, coverage."""
