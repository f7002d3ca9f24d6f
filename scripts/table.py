"""Tables for people; see `contract_diff.core.tables`."""

from contract_diff.core.tables import format_table as table

__all__ = ["table"]
