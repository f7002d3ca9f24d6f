"""Containment: whether a schema (`sup`) accepts every value that another one (`sub`) accepts."""
