"""The contract in the two documentation dialects, written without any of the importer's code."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from tests.support.scripted import Site

BASE = "https://my.pivotal.app"
DOCS = "https://docs.pivotal.app/api/reference/pivotal-api"
SCHEMAS = "#/components/schemas/"
AUTHORIZATION = """Send your key in the `Authorization` header. Keys start with
`pivotal_` (production) or `pivotal_test_` (test mode, no side
effects on integrations). Rotate keys from
`/admin/api-keys` — old keys 401 instantly when revoked.
"""
GLOBAL_STATUSES = ("429", "500")
IDEMPOTENCY_KEY = "#/components/parameters/IdempotencyKey"
EDITORIAL_KEYS = ("externalDocs", "x-evidence")


def read_contract(path: Path) -> dict[str, Any]:
    """Read a contract without any of the pipeline's code."""
    converted: dict[str, Any] = _convert_scalars(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))
    return converted


def _convert_scalars(node: Any, key: str = "") -> Any:
    """Convert booleans and numbers, because BaseLoader reads all scalars as strings."""
    if isinstance(node, dict):
        return {name: _convert_scalars(child, name) for name, child in node.items()}
    if isinstance(node, list):
        return [_convert_scalars(item, key) for item in node]
    if node in ("true", "false"):
        return node == "true"
    return int(node) if node.isdigit() and key in ("maxLength", "display_id", "mrr", "monthly_orders") else node


def pascal(text: str) -> str:
    for separator in "/{}-":
        text = text.replace(separator, "_")
    return "".join(word[0].upper() + word[1:] for word in text.split("_") if word)


def all_operations(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def to_source(operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation as a source has it: without editorial keys and global parts."""
    operation = deepcopy(operation)
    for key in EDITORIAL_KEYS:
        operation.pop(key, None)
    parameters = [
        parameter for parameter in operation.pop("parameters", []) if parameter.get("$ref") != IDEMPOTENCY_KEY
    ]
    for parameter in parameters:
        del parameter["x-evidence"]
    if parameters:
        operation["parameters"] = parameters
    for status in GLOBAL_STATUSES:
        operation["responses"].pop(status, None)
    for response in operation["responses"].values():
        for media in response["content"].values():
            media.pop("examples", None)
    return operation


def to_source_schema(schema: dict[str, Any]) -> dict[str, Any]:
    schema = deepcopy(schema)
    schema.pop("x-evidence", None)
    schema.pop("additionalProperties", None)
    for field in schema.get("properties", {}).values():
        field.pop("x-evidence", None)
        if field.get("type") == "object":
            field.pop("additionalProperties", None)
    return schema


def live_document(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the contract as openapi.json: null as `nullable`, enums and nested objects inline."""
    schemas = {name: to_source_schema(schema) for name, schema in contract["components"]["schemas"].items()}
    inline = {name for name, schema in schemas.items() if "enum" in schema or name.startswith(("Me", "ErrorE"))}
    inline.discard("Me")

    def to_live(node: Any) -> Any:
        if isinstance(node, list):
            return [to_live(item) for item in node]
        if not isinstance(node, dict):
            return node
        name = node.get("$ref", "").removeprefix(SCHEMAS)
        if name in inline:
            return to_live({**schemas[name], **{key: value for key, value in node.items() if key != "$ref"}})
        node = {key: to_live(value) for key, value in node.items()}
        if isinstance(node.get("type"), list) and "null" in node["type"]:
            node["type"] = next(name for name in node["type"] if name != "null")
            node["nullable"] = True
        return node

    paths: dict[str, Any] = {}
    for path, method, operation in all_operations(contract):
        paths.setdefault(path, {})[method] = to_live(to_source(operation))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pivotal API", "version": "1.0.0"},
        "servers": [{"url": BASE}],
        "security": [{"BearerAuth": []}],
        "paths": paths,
        "components": {
            "schemas": {name: to_live(schema) for name, schema in schemas.items() if name not in inline},
            "securitySchemes": {
                "BearerAuth": {"type": "http", "scheme": "bearer", "description": AUTHORIZATION},
            },
        },
    }


def live_json(contract: dict[str, Any]) -> str:
    return json.dumps(live_document(contract), ensure_ascii=False)


def fragment(contract: dict[str, Any], operation_id: str) -> dict[str, Any]:
    """Return an operation as the fragment of a page: the key as a header parameter, enums hoisted."""
    path, method, contract_operation = next(
        entry for entry in all_operations(contract) if entry[2]["operationId"] == operation_id
    )
    operation = to_source(contract_operation)
    operation["tags"] = [f"subpackage_{tag}" for tag in operation["tags"]]
    schemas: dict[str, Any] = {}
    for parameter in operation.get("parameters", []):
        name = parameter["schema"].get("$ref", "").removeprefix(SCHEMAS)
        if name:
            hoisted = f"{pascal(path)}{pascal(method)}Parameters{pascal(parameter['name'])}"
            enum = {k: v for k, v in contract["components"]["schemas"][name].items() if k in ("type", "enum")}
            schemas[hoisted] = {**enum, "title": hoisted}
            parameter["schema"] = {"$ref": SCHEMAS + hoisted}
    if "security" in operation:
        assert operation.pop("security") == []
    else:
        key = {"name": "Authorization", "in": "header", "description": AUTHORIZATION, "required": True}
        operation["parameters"] = [*operation.get("parameters", []), {**key, "schema": {"type": "string"}}]
    _collect_schemas(operation, contract, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "openapi", "version": "1.0.0"},
        "paths": {path: {method: operation}},
        "servers": [{"url": BASE}],
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "BearerAuth": {"type": "http", "scheme": "bearer", "description": AUTHORIZATION},
            },
        },
    }


def _collect_schemas(node: Any, contract: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Collect the schemas that a node refers to, as the generator of the pages prints them."""
    if isinstance(node, list):
        for item in node:
            _collect_schemas(item, contract, schemas)
    if not isinstance(node, dict):
        return
    name = node.get("$ref", "").removeprefix(SCHEMAS)
    if name and name not in schemas:
        schema = to_source_schema(contract["components"]["schemas"][name])
        schemas[name] = {**schema, "title": name}
        for field, value in schema.get("properties", {}).items():
            if len(value.get("enum", [])) == 1:
                hoisted = f"{name}{pascal(field)}"
                schemas[hoisted] = {**value, "title": hoisted}
                schema["properties"][field] = {"$ref": SCHEMAS + hoisted}
        _collect_schemas(schema, contract, schemas)
    for key in node:
        _collect_schemas(node[key], contract, schemas)


def page(contract: dict[str, Any], operation_id: str, document: dict[str, Any] | None = None) -> str:
    """Return a documentation page in Markdown; `document` replaces the fragment made from the contract."""
    document = document or fragment(contract, operation_id)
    path, item = next(iter(document["paths"].items()))
    method, operation = next(iter(item.items()))
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return (
        "> For a complete documentation index, see https://docs.pivotal.app/llms.txt.\n\n"
        f"# {operation['summary']}\n\n{method.upper()} {BASE}{path}\n\n"
        f"Reference: {DOCS}/{operation['tags'][0].removeprefix('subpackage_')}/{operation_id}\n\n"
        f"## OpenAPI Specification\n\n```yaml\n{text}\n```\n\n"
        "## SDK Code Examples\n\n```python\nimport requests\n\nprint(requests.get('...').json())\n```\n"
    )


def operation_ids(contract: dict[str, Any]) -> list[str]:
    return sorted(operation["operationId"] for _, _, operation in all_operations(contract))


def serve_index(docs: Site, contract: dict[str, Any]) -> str:
    """Serve all pages and a guide; every other link of the index is absolute."""
    lines = ["# Pivotal", "", "> Docs", "", "## Docs", "", f"- [Guide]({docs.url}/guide.md): no operation"]
    docs.serve("/guide.md", "# Guide\n\n```python\nprint('no fragment')\n```\n")
    for number, name in enumerate(operation_ids(contract)):
        docs.serve(f"/reference/{name}.md", page(contract, name))
        lines.append(f"- [{name}]({docs.url if number % 2 else ''}/reference/{name}.md): text")
    lines.append("- [OpenAPI](/openapi.json)\n- [Elsewhere](https://example.com/other.md)")
    return docs.serve("/llms.txt", "\n".join(lines))
