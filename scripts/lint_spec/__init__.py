"""The lint: rules for the vendored contract beyond valid OpenAPI, and its agreement with the vendored pages."""
