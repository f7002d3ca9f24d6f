"""Ways to call a workspace: over HTTP, by the control API, and in the same process."""
