"""The graph of schema pairs, with each change at the innermost pair."""
