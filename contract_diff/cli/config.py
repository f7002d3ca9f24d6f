"""The configuration file: options of the command line that a project keeps, as YAML."""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from contract_diff.core.errors import InputError
from contract_diff.core.files import is_file
from contract_diff.core.severity import EFFECTS, Severity
from contract_diff.core.yaml_files import read_yaml_file
from contract_diff.rules.catalog import finding_rule, load_catalog


class Config(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    """The keys of the file; each is an option of the same name, except `severities`, which only the file has."""

    policy: str | UnsetType = UNSET
    approvals: str | UnsetType = UNSET
    severities: dict[str, Severity] | UnsetType = UNSET
    ignore_paths: list[str] | UnsetType = UNSET
    extensions: list[str] | UnsetType = UNSET
    ignore_extensions: list[str] | UnsetType = UNSET
    base_prefix: str | UnsetType = UNSET
    head_prefix: str | UnsetType = UNSET
    show_severities: list[Severity] | UnsetType = UNSET
    show_rules: list[str] | UnsetType = UNSET
    show_paths: list[str] | UnsetType = UNSET
    show_tags: list[str] | UnsetType = UNSET
    sort_by: Literal["severity", "operation", "schema", "kind"] | UnsetType = UNSET
    fail_on: Literal["breaking", "risky", "any", "never"] | UnsetType = UNSET
    lenient: bool | UnsetType = UNSET
    strict_unknown: bool | UnsetType = UNSET
    version_gate: bool | UnsetType = UNSET
    seconds: float | UnsetType = UNSET


def read_config(path: Path) -> dict[str, Any]:
    """Return the options that a configuration file sets, by the name of the option.

    Raises:
        InputError: The file can't be read, or has an unknown key or a value of another kind.
    """
    try:
        config = msgspec.convert(read_yaml_file(path), Config)
    except msgspec.ValidationError as error:
        keys = ", ".join(field.encode_name for field in msgspec.structs.fields(Config))
        raise InputError(f"{path}: {error}; the keys are {keys}") from None
    if config.severities and (unknown := _unknown_rule(config.severities)):
        raise InputError(f"{path}: severities: no rule is named {unknown!r}; `contract-diff rules` lists them")
    if config.approvals:
        config.approvals = str(path.parent / config.approvals)
    if config.policy and is_file(path.parent / config.policy):
        config.policy = str(path.parent / config.policy)
    return {name: value for name, value in msgspec.structs.asdict(config).items() if value is not UNSET}


def _unknown_rule(severities: dict[str, Severity]) -> str | None:
    known = [finding_rule(rule, effect) for rule in load_catalog() for effect in EFFECTS]
    return next((rule for rule in severities if not any(fnmatchcase(name, rule) for name in known)), None)
