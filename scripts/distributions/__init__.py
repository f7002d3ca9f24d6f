"""The files of a release: both distributions of HEAD, which are built twice and must be the same bytes."""
