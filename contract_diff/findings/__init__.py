"""Findings: changes with the operations that they reach, their severity by policy, and approvals."""
