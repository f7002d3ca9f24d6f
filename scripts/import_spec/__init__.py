"""Import: what the documentation says of the API, merged into the vendored contract."""
