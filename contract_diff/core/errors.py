"""The error that a command line reports to its user."""


class InputError(Exception):
    """The user's input can't be used. The message is one sentence, fit to be printed as it is."""
