"""Which workspace a command works on: API keys, profiles, and the client that they make."""
