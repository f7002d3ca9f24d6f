"""The rules beyond schemas, one subject a module; each yields notices and the schemas to compare."""
