"""The contract as the sandbox reads it: kinds of records, checks of values, defaults, and paths."""
