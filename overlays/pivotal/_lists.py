"""The lists of the contract, and their rows."""

from typing import Any

from pivotal_api import models
from pivotal_api.contract import load_description
from pivotal_runtime.description import OperationEntry, Schema


def lists() -> dict[str, OperationEntry]:
    """Return the operation that lists the records of each resource."""
    return {
        entry.resource: entry
        for entry in load_description().operations
        if entry.name == "list" and entry.success.page_of is not None
    }


def row_schema(entry: OperationEntry) -> Schema:
    """Return the schema of a list's rows."""
    return load_description().resolve(entry.success.page_of or Schema())


def row_model(entry: OperationEntry) -> Any:
    """Return the class of a list's rows."""
    return getattr(models, str(row_schema(entry).class_name))


def arguments_above(entry: OperationEntry) -> list[str]:
    """Return the arguments of a list that name the record above its rows, such as `customer_id`."""
    return [parameter.python for parameter in entry.parameters if parameter.location == "path"]
