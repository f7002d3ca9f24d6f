"""The configuration file: options of the command line that a project keeps, as YAML."""

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from attrs import frozen

from contract_diff.cli.verdict import FAIL_ON
from contract_diff.core.errors import InputError
from contract_diff.core.json_values import as_object, is_array, is_object
from contract_diff.core.severity import EFFECTS, Severity
from contract_diff.core.yaml_files import read_yaml_file
from contract_diff.rules.catalog import finding_rule, load_catalog


@frozen
class Setting:
    """A key of the file.

    Attributes:
        expected: What its value must be, in words.
        read: Returns the value of the option, given the file's folder; None for a value of another kind.
    """

    expected: str
    read: Callable[[Path, Any], Any]


def read_config(path: Path) -> dict[str, Any]:
    """Return the options that a configuration file sets, by the name of the option.

    Raises:
        InputError: The file can't be read, or has an unknown key or a value of another kind.
    """
    raw = read_yaml_file(path)
    if not is_object(raw):
        raise InputError(f"{path}: a configuration is a mapping of {', '.join(SETTINGS)}; correct it")
    return {key.replace("-", "_"): _value(path, key, value) for key, value in raw.items()}


def _value(path: Path, key: str, value: Any) -> Any:
    setting = SETTINGS.get(key)
    if setting is None:
        raise InputError(f"{path}: unknown key {key!r}; use {', '.join(SETTINGS)}")
    read = setting.read(path.parent, value)
    if read is None:
        raise InputError(f"{path}: {key} must be {setting.expected}; correct it")
    return read


def _text(_: Path, value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(_: Path, value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(_: Path, value: Any) -> list[str] | None:
    return value if is_array(value) and all(isinstance(text, str) for text in value) else None


def _path(folder: Path, value: Any) -> Path | None:
    return folder / value if isinstance(value, str) else None


def _policy(folder: Path, value: Any) -> str | None:
    """A policy's name stays a name; a file is relative to the configuration."""
    if not isinstance(value, str):
        return None
    return str(folder / value) if (folder / value).is_file() else value


def _fail_on(_: Path, value: Any) -> str | None:
    return value if value in FAIL_ON else None


def _severities(_: Path, value: Any) -> Mapping[str, Severity] | None:
    chosen = as_object(value)
    if not is_object(value) or not set(chosen.values()) <= {*Severity}:
        return None
    known = [finding_rule(rule, effect) for rule in load_catalog() for effect in EFFECTS]
    if not all(any(fnmatchcase(name, rule) for name in known) for rule in chosen):
        return None
    return {rule: Severity(severity) for rule, severity in chosen.items()}


SETTINGS = {
    "policy": Setting("a policy's name or file", _policy),
    "approvals": Setting("a file", _path),
    "severities": Setting(
        "a mapping from rules, which `contract-diff rules` lists, to breaking, risky or compatible", _severities
    ),
    "ignore-paths": Setting("a list of paths, with * as a wildcard", _texts),
    "base-prefix": Setting("the beginning of a path", _text),
    "head-prefix": Setting("the beginning of a path", _text),
    "fail-on": Setting(f"one of {', '.join(FAIL_ON)}", _fail_on),
    "strict-unknown": Setting("true or false", _flag),
    "version-gate": Setting("true or false", _flag),
}
