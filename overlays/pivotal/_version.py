"""The version, as the package index knows it."""

__version__ = "0.1.0"
