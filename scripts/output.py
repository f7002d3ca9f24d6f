"""What the command lines print; the frame itself is `contract_diff.core.command_line`."""

from contract_diff.core.command_line import print_text as show
from contract_diff.core.command_line import report_error as tell

__all__ = ["show", "tell"]
