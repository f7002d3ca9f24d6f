"""Calls by name, through the sync and the async client; the contract decides which there are."""

import asyncio
import importlib
import inspect
import json
import pkgutil
from collections.abc import Awaitable
from typing import Any, Literal

from pivotal_api import AsyncClient, Client, resources
from pivotal_runtime.operations import Operation

from scripts.contract import operations
from scripts.project import GENERATED
from tests.support.instances import DOCUMENT, full, resolved

Kind = Literal["sync", "async"]
KINDS: tuple[Kind, ...] = ("sync", "async")
TOKEN = "pivotal_test_abcdSECRETSECRET"
SYMBOLS: dict[str, list[str]] = json.loads((GENERATED / "symbols.json").read_text(encoding="utf-8"))

OPERATIONS: list[Operation[Any]] = [
    value
    for module in pkgutil.iter_modules(resources.__path__, f"{resources.__name__}.")
    for value in vars(importlib.import_module(module.name)).values()
    if isinstance(value, Operation)
]


def _method(path: str, verb: str) -> str:
    [name] = SYMBOLS[f"/paths/{path.replace('/', '~1')}/{verb}"]
    return name


def _required_arguments(operation: dict[str, Any]) -> dict[str, Any]:
    """Return an argument for each property that a body must have, by the name that the client gives it."""
    content = operation.get("requestBody", {}).get("content", {})
    reference = content["application/json"]["schema"].get("$ref", "") if content else ""
    schema = resolved({"$ref": reference}) if reference else {}
    return {
        _argument(f"{reference[1:]}/properties/{name}"): _sample(schema["properties"][name])
        for name in schema.get("required", ())
    }


def _argument(pointer: str) -> str:
    return SYMBOLS[pointer][0].partition("(")[2].removesuffix("=)")


def _sample(schema: dict[str, Any]) -> Any:
    """Return a value that also an id may have."""
    value = full(schema)
    return "cl9" if isinstance(value, str) and not {"enum", "format"} & resolved(schema).keys() else value


# The method for each operation, with what it needs besides its path ids.
METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    operation["operationId"]: (_method(path, verb), _required_arguments(operation))
    for path, verb, operation in operations(DOCUMENT)
}


def resource_class(kind: str, resource: str) -> type:
    """Return the class of a resource; kind is "Async" or ""."""
    module = importlib.import_module(f"pivotal_api.resources.{resource}")
    [name] = [name for name in module.__all__ if name.startswith("Async") == bool(kind)]
    cls: type = getattr(module, name)
    return cls


def invoke(kind: Kind, url: str, method: str, *ids: Any, client: dict[str, Any] | None = None, **arguments: Any) -> Any:
    """Call `resource.method` on a fresh client of either kind; return the first page of a list."""
    settings: dict[str, Any] = {"token": TOKEN, "base_url": url, **(client or {})}
    resource, name = method.split(".")
    if kind == "sync":
        with Client(**settings) as plain:
            return getattr(getattr(plain, resource), name)(*ids, **arguments)

    async def awaited() -> Any:
        async with AsyncClient(**settings) as later:
            coming: Awaitable[Any] = getattr(getattr(later, resource), name)(*ids, **arguments)
            assert inspect.isawaitable(coming)
            return await coming

    return asyncio.run(awaited())
