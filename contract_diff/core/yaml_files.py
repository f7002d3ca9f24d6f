"""YAML files: policies, approvals, the catalogue of rules. All YAML is read by `yaml_tree`."""

from pathlib import Path
from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.yaml_tree import read_yaml


def read_yaml_file(path: Path) -> Any:
    """Return the value in a YAML file.

    Raises:
        InputError: It can't be read, or isn't YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error.reason}); save it as UTF-8") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason}); check the path") from None
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> Any:
    """Return the value of YAML or JSON text; dates stay strings, as in JSON.

    Args:
        text: The text.
        name: What error messages call it.

    Raises:
        InputError: It isn't YAML, or it has a form that JSON doesn't have. The message names the line.
    """
    try:
        return read_yaml(name, text).value()
    except RecursionError:
        raise InputError(f"{name}: nested too deeply to be read; flatten it") from None
