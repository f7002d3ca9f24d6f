"""Live drift: what the live contract says that the vendored one, and the client made from it, don't."""
