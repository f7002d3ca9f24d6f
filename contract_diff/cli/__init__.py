"""The command line: `contract-diff BASE HEAD`, and the commands `rules`, `explain RULE` and `schema`."""

import sys
from collections.abc import Sequence

from contract_diff.cli import compare, rules
from contract_diff.cli.extension import NO_EXTENSION, Extension
from contract_diff.core.command_line import run_main

__all__ = ["PROGRAM", "Extension", "main", "run"]

PROGRAM = compare.PROGRAM
# A file of one of these names is compared as `./rules`.
COMMANDS = {"rules": rules.list_rules, "explain": rules.explain_rule, "schema": compare.print_schema}


def main(argv: Sequence[str] | None = None, extension: Extension = NO_EXTENSION) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main(PROGRAM, lambda: run(argv, extension))


def run(argv: Sequence[str] | None = None, extension: Extension = NO_EXTENSION) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: The arguments; those of the process if None.
        extension: What another program adds.

    Raises:
        InputError: The input is wrong.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and arguments[0] in COMMANDS:
        return COMMANDS[arguments[0]](arguments[1:], extension)
    return compare.run(arguments, extension)
