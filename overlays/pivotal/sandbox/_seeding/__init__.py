"""Made-up data for an empty workspace."""
