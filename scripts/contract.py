"""The vendored contract as a document: where it is, how it is read, and the one way it is written.

Both documentation dialects are brought to the form that this module writes, so that an import's diff
shows what changed and nothing else.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_diff.core.errors import InputError as InputError
from contract_diff.core.files import write_atomically as write_atomically
from contract_diff.core.files import write_together as write_together

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "spec" / "openapi.yaml"
PAGES = ROOT / "spec" / "pages"
CORRECTIONS = ROOT / "overlays" / "spec"
TEMPLATES = ROOT / "overlays" / "templates"
OVERLAYS = ROOT / "overlays"
GENERATOR_CONFIG = ROOT / "generator-config.yaml"
GENERATED = ROOT / "generated"

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")

Document = dict[str, Any]

# Keys that open an object, in this order; the others follow by name.
_LEADING_KEYS = (
    "openapi", "operationId", "summary", "info", "title", "version", "servers", "url", "security", "tags",
    "paths", "webhooks", "components", "name", "in", "required", "description", "externalDocs", "x-evidence",
    "parameters", "requestBody", "responses",
    "$ref", "type", "format", "const", "enum", "items", "properties", "additionalProperties",
)  # fmt: skip
_RANK = {key: rank for rank, key in enumerate((*_LEADING_KEYS, *METHODS))}
# Maps from names that the API chose: sorted by name, except where the order is read by people.
_SORTED_MAPS = frozenset(
    {"paths", "schemas", "responses", "headers", "examples", "parameters", "securitySchemes", "content"}
)
_ORDERED_MAPS = frozenset({"properties", "example", "value"})


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    pass


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _arranged(node: Any, key: str = "") -> Any:
    if isinstance(node, list):
        return [_arranged(item) for item in node]
    if not isinstance(node, dict):
        return node
    if key in _ORDERED_MAPS:
        names = list(node)
    elif key in _SORTED_MAPS:
        names = sorted(node)
    else:
        names = sorted(node, key=lambda name: (_RANK.get(name, len(_RANK)), name))
    children = {name: _arranged(node[name], name if key not in _ORDERED_MAPS else "") for name in names}
    return children if key != "value" and key != "example" else node


def dump(document: Mapping[str, Any]) -> str:
    """Write a contract in its canonical form: keys by one order, block style, 110 columns."""
    return yaml.dump(_arranged(dict(document)), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def parse_yaml(text: str | bytes, source: str) -> Any:
    """Parse YAML or JSON; dates stay text, as in JSON. Raises InputError that names source and line."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise InputError(f"{source}: uses YAML aliases (*name); write out what they stand for.")
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (derives from SafeLoader)
    except RecursionError as error:
        raise InputError(f"{source}: nested too deeply; name an OpenAPI document.") from error
    except yaml.YAMLError as error:
        raise InputError(f"{source}: not valid YAML ({_where(error)}); mend it and run again.") from error


def load(path: Path) -> Document:
    """Read a contract. Raises InputError where the file is absent, is no YAML, or no OpenAPI document."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name an OpenAPI document.") from error
    document = parse_yaml(text, str(path))
    if not isinstance(document, dict) or "openapi" not in document:
        raise InputError(f"{path}: no OpenAPI document (its top level has no 'openapi' key).")
    return document


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem}, line {mark.line + 1}" if mark else str(problem)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Document]]:
    """Yield path, method and operation object for each operation, in the document's order."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]
