"""The one form in which a contract is written.

Both dialects are written in this form, so that the diff of an import shows the changes and nothing else.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from contract_diff.core.yaml_size import Loader
from scripts.contract import METHODS

# The first keys of an object, in this order; the others follow by name.
_LEADING_KEYS = (
    "openapi", "operationId", "summary", "info", "title", "version", "servers", "url", "security", "tags",
    "paths", "webhooks", "components", "name", "in", "required", "description", "externalDocs", "x-evidence",
    "parameters", "requestBody", "responses",
    "$ref", "type", "format", "const", "enum", "items", "properties", "additionalProperties",
)  # fmt: skip
_RANK = {key: rank for rank, key in enumerate((*_LEADING_KEYS, *METHODS))}
# Maps whose keys are names that the API chose: sorted by name, unless their order is meant for readers.
_SORTED_MAPS = frozenset(
    {"paths", "schemas", "responses", "headers", "examples", "parameters", "securitySchemes", "content"}
)
_ORDERED_MAPS = frozenset({"properties", "example", "value"})


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_string(dumper: yaml.SafeDumper, string: str) -> yaml.ScalarNode:
    style = "|" if "\n" in string else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", string, style=style)


_Dumper.add_representer(str, _represent_string)
# PyYAML quotes what YAML 1.1 wouldn't read as a string, and we read 1.2.
for _first, _resolvers in Loader.yaml_implicit_resolvers.items():
    for _tag, _pattern in _resolvers:
        _Dumper.add_implicit_resolver(_tag, _pattern, [_first])


def dump(document: Mapping[str, Any]) -> str:
    """Return a contract as YAML in canonical form: keys in one order, block style, 110 columns."""
    return yaml.dump(_arrange(dict(document)), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _arrange(node: Any, key: str = "") -> Any:
    if isinstance(node, list):
        return [_arrange(item) for item in node]
    if not isinstance(node, dict):
        return node
    if key in _ORDERED_MAPS:
        names = list(node)
    elif key in _SORTED_MAPS:
        names = sorted(node)
    else:
        names = sorted(node, key=lambda name: (_RANK.get(name, len(_RANK)), name))
    children = {name: _arrange(node[name], name if key not in _ORDERED_MAPS else "") for name in names}
    return children if key != "value" and key != "example" else node
