"""Values that show a difference, as an independent validator judges."""
