"""The exit codes, and the errors that end a command."""

from enum import IntEnum

import click


class ExitCode(IntEnum):
    """The exit codes of every command."""

    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    KEY = 4
    RATE_LIMIT = 5
    INTERRUPTED = 130


EXIT_CODES = """\b
Exit codes:
  0    success; also if the reader of a pipe has closed it
  1    the API refused the request, or no response was received
  2    wrong usage; nothing was sent
  3    the record doesn't exist
  4    there is no API key, or it is not accepted
  5    too many requests
  130  interrupted"""


class CommandError(click.ClickException):
    """An error of the command line itself, in one sentence: nothing was sent."""

    exit_code = int(ExitCode.USAGE)


class Failure(CommandError):
    """What was tried has failed."""

    exit_code = int(ExitCode.FAILED)


class KeyProblem(CommandError):
    """There is no key that can be used."""

    exit_code = int(ExitCode.KEY)
