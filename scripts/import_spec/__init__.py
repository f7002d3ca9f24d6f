"""The import: merges documentation sources into the vendored contract."""
