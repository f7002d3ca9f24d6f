"""Text from contracts, made safe to print: nothing in it steers a terminal, or the runner that reads a log."""

import re

# A runner takes `##[` anywhere in a line for a command, and `::` at its start, after blanks; Azure's takes `##vso[`.
_OLD_COMMAND = re.compile(r"##(?=(?:vso)?\[)", re.IGNORECASE)
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
# What may have to be written out: all but the letters of ASCII, line feeds and the space that doesn't break.
_SUSPECT = re.compile(r"[^\n\x20-\x7e\xa0]")


def visible(text: str) -> str:
    """Return a string with the characters written out that steer a terminal or turn the direction of reading.

    Example:
        >>> visible("a\\x1b[2J")
        'a\\\\u001b[2J'
    """
    return _SUSPECT.sub(lambda match: match[0] if match[0].isprintable() else _escape(match[0]), text)


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index : index + 2].hex()}" for index in range(0, len(units), 2))


def one_line(text: str) -> str:
    """Return text in one line; nothing in it steers a terminal.

    Example:
        >>> one_line("a\\r\\nb\\x1b[2J")
        'a b\\\\u001b[2J'
    """
    return visible(" ".join(text.splitlines()))


def without_commands(text: str) -> str:
    """Return text in which a runner finds no workflow command of either generation; JSON keeps its meaning.

    Example:
        >>> print(without_commands("##[set-output name=a]\\n ::error::b"))
        #\\u0023[set-output name=a]
         \\u003a:error::b
    """
    return _COMMAND.sub(r"\1\\u003a", without_old_commands(text))


def without_old_commands(text: str) -> str:
    """Return text without commands of the old generation; those of the new one may be meant."""
    return _OLD_COMMAND.sub(r"#\\u0023", text)


def without_commands_in_markup(text: str) -> str:
    """Return HTML, XML or Markdown that means the same, and in which a runner finds no workflow command.

    Example:
        >>> print(without_commands_in_markup("<p>##[error]a</p>"))
        <p>#&#35;[error]a</p>
    """
    return _COMMAND.sub(r"\1&#58;", _OLD_COMMAND.sub("#&#35;", text))


def shorten(text: str, limit: int) -> str:
    """Return a text, cut where it is longer than the limit.

    Example:
        >>> shorten("a long sentence", 9)
        'a long...'
    """
    return text if len(text) <= limit else f"{text[: limit - 3]}..."
