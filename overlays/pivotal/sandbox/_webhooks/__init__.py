"""Webhooks out: which change causes which event, and how an event reaches its receivers."""
