"""Rejects what the pipeline can't generate and the generator would silently skip."""

import re
from collections.abc import Iterator
from typing import Any

from contract_diff.core.errors import InputError
from scripts.contract import Document, operations
from scripts.regenerate.naming import resource_name, unique


def check_supported(document: Document) -> None:
    """Reject a contract from which the generator would make something else.

    Raises:
        InputError: A part of the contract is not supported.
    """
    if not document.get("servers") or "version" not in document.get("info", {}):
        raise InputError("The contract lacks servers or info.version; add them.")
    all_operations = list(operations(document))
    for path, method, operation in all_operations:
        if problem := next(_problems(document, path, operation), None):
            raise InputError(f"{method.upper()} {path}: {problem}; correct it in overlays/spec.")
    unique([operation["operationId"] for _, _, operation in all_operations], "operationId")
    tags = list(dict.fromkeys(operation["tags"][0] for _, _, operation in all_operations))
    unique([resource_name(tag) for tag in tags], "tags")


def parameters(document: Document, path: str, operation: Document, at: str = "") -> list[tuple[Document, str]]:
    """Return every parameter of an operation, including those of its path, each with its JSON pointer."""
    above = at.rsplit("/", 1)[0]
    parameters_by_key: dict[tuple[str, str], tuple[Document, str]] = {}
    for holder, pointer in ((document["paths"][path], above), (operation, at)):
        for index, raw in enumerate(holder.get("parameters", [])):
            place = f"{pointer}/parameters/{index}"
            if "$ref" in raw:
                place = raw["$ref"].removeprefix("#")
                raw = document["components"]["parameters"][place.rsplit("/", 1)[1]]
            parameters_by_key[raw["name"], raw["in"]] = (raw, place)
    return list(parameters_by_key.values())


def _problems(document: Document, path: str, operation: Document) -> Iterator[str]:
    if not operation.get("operationId") or not operation.get("tags"):
        yield "has no operationId or no tag"
        return
    own_parameters = [parameter for parameter, _ in parameters(document, path, operation)]
    for parameter in own_parameters:
        if problem := _parameter_problem(parameter):
            yield f"the parameter {parameter['name']} {problem}"
    in_path = [parameter["name"] for parameter in own_parameters if parameter["in"] == "path"]
    if sorted(re.findall(r"\{([^}]*)\}", path)) != sorted(in_path):
        yield "the placeholders of the path are not its path parameters"
    for status, response in operation.get("responses", {}).items():
        media_types = set(_resolve(document, response).get("content", {}))
        if str(status).startswith("2") and media_types - {"application/json"}:
            yield f"returns {', '.join(sorted(media_types))} with {status}, and only application/json is supported"


def _parameter_problem(parameter: Document) -> str | None:
    if parameter["in"] not in ("path", "query", "header"):
        return f"is sent in a {parameter['in']}, which is not supported"
    if not isinstance(parameter.get("schema"), dict):
        return "has no schema"
    style = "form" if parameter["in"] == "query" else "simple"
    if parameter.get("explode") is False or parameter.get("style", style) != style:
        return "has a style that is not supported"
    return None


def _resolve(document: Document, node: Document) -> Any:
    return document["components"]["responses"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
