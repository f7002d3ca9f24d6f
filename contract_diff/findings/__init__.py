"""Findings: what changed, whom it reaches, how bad it is, and what was agreed on."""
