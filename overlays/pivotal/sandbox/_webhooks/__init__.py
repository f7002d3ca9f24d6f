"""Webhooks out: the events that changes cause, and their delivery to receivers."""
