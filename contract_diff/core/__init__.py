"""Basics for all stages, and for other programs: answers, severities, JSON, patterns, YAML, URLs, command lines."""
