"""What the workspace keeps: the store, and what reads and writes it below the API."""
