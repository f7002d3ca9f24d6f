"""The one error a user of the diff can cause."""


class InputError(Exception):
    """The input is wrong: a missing file, broken YAML, a document that is not OpenAPI, a dangling $ref.

    The message is one sentence that says what is wrong, where, and what to do; the command line prints it
    and exits with 2.
    """
