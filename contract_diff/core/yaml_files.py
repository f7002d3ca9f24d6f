"""YAML as JSON values, for files whose positions are not needed: policies, approvals, the catalog of rules."""

from pathlib import Path
from typing import Any

import yaml

from contract_diff.core.errors import InputError


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Keeps dates as strings, as JSON has them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(text: str | bytes, source: str) -> Any:
    """Return the value of YAML or JSON text.

    Args:
        text: The text; bytes are UTF-8, or UTF-16 with a byte order mark.
        source: What an error message calls it.

    Raises:
        InputError: The text is not YAML, or uses aliases, which can stand for more than a document ever needs.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise InputError(f"{source}: uses YAML aliases (*name); write out what they stand for.")
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (derives from SafeLoader)
    except RecursionError as error:
        raise InputError(f"{source}: nested too deeply; flatten it.") from error
    except yaml.YAMLError as error:
        raise InputError(f"{source}: not valid YAML ({_problem(error)}); fix it and run again.") from error
    except ValueError as error:
        raise InputError(f"{source}: a YAML value is not valid ({error}); correct it.") from error


def read_yaml_file(path: Path) -> Any:
    """Return the value in a YAML file.

    Raises:
        InputError: The file can't be read, or is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error.reason}); save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    return parse_yaml(text, str(path))


def _problem(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem}, line {mark.line + 1}" if mark else str(problem)
