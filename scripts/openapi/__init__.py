"""What the tools share on OpenAPI documents: one dialect, named schemas, validity, how two of them compare."""
