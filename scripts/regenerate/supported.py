"""What the pipeline can't generate, refused by name before it starts: the generator would pass over it in silence."""

import re
from collections.abc import Iterator
from typing import Any

from contract_diff.core.errors import InputError
from scripts.contract import Document, operations
from scripts.regenerate.naming import resource_name, unique


def check_supported(document: Document) -> None:
    """Refuse a contract that would be generated otherwise than it says. Raises InputError."""
    if not document.get("servers") or "version" not in document.get("info", {}):
        raise InputError("The contract names no server or no version; add servers and info.version.")
    found = list(operations(document))
    for path, verb, operation in found:
        where = f"{verb.upper()} {path}"
        if problem := next(_problems(document, path, operation), None):
            raise InputError(f"{where}: {problem}; correct it in overlays/spec.")
    unique([operation["operationId"] for _, _, operation in found], "operationId")
    tags = list(dict.fromkeys(operation["tags"][0] for _, _, operation in found))
    unique([resource_name(tag) for tag in tags], "tags")


def parameters(document: Document, path: str, operation: Document, at: str = "") -> list[tuple[Document, str]]:
    """Every parameter of an operation, those of its path too, each with its JSON pointer."""
    above = at.rsplit("/", 1)[0]
    found: dict[tuple[str, str], tuple[Document, str]] = {}
    for holder, pointer in ((document["paths"][path], above), (operation, at)):
        for index, raw in enumerate(holder.get("parameters", [])):
            place = f"{pointer}/parameters/{index}"
            if "$ref" in raw:
                place = raw["$ref"].removeprefix("#")
                raw = document["components"]["parameters"][place.rsplit("/", 1)[1]]
            found[raw["name"], raw["in"]] = (raw, place)
    return list(found.values())


def _problems(document: Document, path: str, operation: Document) -> Iterator[str]:
    if not operation.get("operationId") or not operation.get("tags"):
        yield "has no operationId or no tag"
        return
    given = [raw for raw, _ in parameters(document, path, operation)]
    for raw in given:
        if problem := _parameter_problem(raw):
            yield f"the parameter {raw['name']} {problem}"
    if sorted(re.findall(r"\{([^}]*)\}", path)) != sorted(raw["name"] for raw in given if raw["in"] == "path"):
        yield "the path's placeholders are not its path parameters"
    for status, reply in operation.get("responses", {}).items():
        kinds = set(_resolved(document, reply).get("content", {}))
        if str(status).startswith("2") and kinds - {"application/json"}:
            yield f"answers {status} with {', '.join(sorted(kinds))}, and only application/json is supported"


def _parameter_problem(raw: Document) -> str | None:
    if raw["in"] not in ("path", "query", "header"):
        return f"is sent in a {raw['in']}, which is not supported"
    if not isinstance(raw.get("schema"), dict):
        return "has no schema"
    if raw.get("explode") is False or raw.get("style", "form" if raw["in"] == "query" else "simple") not in (
        "form" if raw["in"] == "query" else "simple",
    ):
        return "has a style that is not supported"
    return None


def _resolved(document: Document, node: Document) -> Any:
    return document["components"]["responses"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
