"""Commands that work without the real API: the local server, and its webhooks."""
