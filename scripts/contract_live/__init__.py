"""Live drift: how the live document differs from the vendored contract and from the client generated from it."""
