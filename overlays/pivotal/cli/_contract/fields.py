"""Fields beside the flags: `--data`, `--field`, `--query` and `--null`, for what the contract doesn't know."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pivotal.cli._exits import CommandError

STANDARD_INPUT = "-"


def read_pairs(pairs: Sequence[str], option: str) -> dict[str, Any]:
    """Return the values of `key=text` and `key:=json`.

    Example:
        >>> read_pairs(["region=emea", "seats:=5"], "--field")
        {'region': 'emea', 'seats': 5}
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or not key.rstrip(":"):
            raise CommandError(f"{option} {pair!r}: write key=text, or key:=json.")
        values[key.removesuffix(":")] = read_json(text, f"{option} {key[:-1]}") if key.endswith(":") else text
    return values


def read_json(text: str, place: str) -> Any:
    """Return decoded JSON; the error names the place."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise CommandError(f"{place}: not JSON: {error}.") from error


def read_content(source: str) -> bytes:
    """Return what `--data` names: standard input (`-`), a file (`@name`), or the text itself."""
    if source == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    if not source.startswith("@"):
        return source.encode()
    from pathlib import Path  # few commands read a file

    try:
        return Path(source[1:]).read_bytes()
    except OSError as error:
        raise CommandError(f"--data {source}: {error.strerror}.") from error


def read_object(source: str) -> dict[str, Any]:
    """Return the JSON object that `--data` names."""
    try:
        text = read_content(source).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError("--data: not UTF-8; save it in that encoding.") from error
    value = read_json(text, "--data")
    if not isinstance(value, dict):
        raise CommandError("--data: pass one JSON object.")
    return cast("dict[str, Any]", value)


def merged(flags: Mapping[str, Any], data: str | None, pairs: Sequence[str], nulls: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a body: `--data`, overridden by `--field`, by flags and by `--null`."""
    for name in nulls:
        if name in flags:
            raise CommandError(f"{name}: has a value, and --null too; leave one out.")
    given = {} if data is None else read_object(data)
    return {**given, **read_pairs(pairs, "--field"), **flags, **dict.fromkeys(nulls)}
