"""YAML files that steer the comparison: policies and approvals."""

from pathlib import Path
from typing import Any

import yaml

from contract_diff.core.errors import InputError
from contract_diff.core.json_values import as_object


def read_settings(path: Path) -> dict[str, Any]:
    """The mapping in a file, empty where it holds something else.

    Raises:
        InputError: it cannot be read, or is no YAML.
    """
    try:
        return parse_settings(path, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error.reason}); save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def parse_settings(path: Path, text: str) -> dict[str, Any]:
    """The mapping in a file's text, likewise."""
    try:
        return as_object(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InputError(f"{where}: broken YAML, {error.problem}; correct the line") from None
    except ValueError as error:
        raise InputError(f"{path}: a YAML value is not valid ({error}); correct it") from None
    except yaml.YAMLError as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
