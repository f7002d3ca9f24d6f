"""Many rows in, and everything out."""
