"""Every error as one sentence, or as one JSON object, with its exit code."""

import sys
from typing import Any

import click

from pivotal.cli._exits import CommandError, ExitCode

_DETAILS = ("message", "type", "code", "field", "status", "retry_after", "idempotency_key", "attempts", "reason")


def error_format(arguments: "list[str]") -> str:
    """Return the format of errors that the arguments ask for; usage errors come before any option is parsed."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--error-format":
            return value if equals else next(iter(arguments[place + 1 : place + 2]), "text")
    return "text"


def report(error: Exception, *, as_json: bool, debug: bool) -> int:
    """Print an error on standard error and return the exit code."""
    code, sentence, details = _described(error)
    if debug and not isinstance(error, click.ClickException):
        import traceback

        from pivotal_runtime.errors import redact

        click.echo(redact("".join(traceback.format_exception(error))), err=True, nl=False)
    if as_json:
        import json

        click.echo(json.dumps({"error": {"message": sentence, **details, "exit_code": int(code)}}), err=True)
    else:
        click.echo(f"pivotal: {sentence}", err=True)
    return int(code)


def _described(error: Exception) -> tuple[int, str, dict[str, Any]]:
    """Return the exit code, a sentence, and the details that a program can use."""
    if isinstance(error, click.ClickException):
        return error.exit_code, _sentence(error), {}
    if "pivotal_runtime.errors" in sys.modules:  # else no call was made
        from pivotal.errors import PivotalError

        if isinstance(error, PivotalError):
            details = {name: getattr(error, name, None) for name in _DETAILS}
            return _code_of(error), str(error), {name: value for name, value in details.items() if value is not None}
    if isinstance(error, OSError | ImportError | UnicodeError):
        return ExitCode.FAILED, _masked(str(error)), {}
    advice = "this is a bug; please report it with what --debug prints"
    return ExitCode.FAILED, _masked(f"{type(error).__name__}: {error} ({advice})"), {}


def _code_of(error: Exception) -> int:
    from pivotal import errors

    codes = (
        (errors.InvalidArgumentError, ExitCode.USAGE),
        (errors.NotFoundError, ExitCode.NOT_FOUND),
        (errors.AuthenticationError, ExitCode.KEY),
        (errors.PermissionDeniedError, ExitCode.KEY),
        (errors.RateLimitError, ExitCode.RATE_LIMIT),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), ExitCode.FAILED)


def _sentence(error: click.ClickException) -> str:
    message = error.format_message()
    if isinstance(error, click.UsageError) and not isinstance(error, CommandError) and error.ctx is not None:
        message = f"{message.rstrip('.')}; see `{error.ctx.command_path} --help`."
    return _masked(message)


def _masked(text: str) -> str:
    from pivotal_runtime.errors import printable, redact

    return redact(printable(" ".join(text.split())))
