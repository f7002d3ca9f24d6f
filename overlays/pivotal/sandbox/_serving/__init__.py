"""Ways to reach a workspace: HTTP, the control API, and the same process."""
