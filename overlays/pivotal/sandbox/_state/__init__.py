"""The state of a workspace: the store, the clock, ids, API keys and idempotency keys."""
