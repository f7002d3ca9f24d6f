"""The error that a command line reports to its user."""

from contract_diff.core.safe_text import one_line


class InputError(Exception):
    """The user's input can't be used. The message is one sentence in one line, fit to be printed as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))
