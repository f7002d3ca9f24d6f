"""Schemas in normal form, and the algebra on them."""
