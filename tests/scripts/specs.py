"""Changed copies of the frozen contract, generated into a temporary folder and tried in a new process."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.contract import load
from scripts.regenerate.build import build
from scripts.regenerate.conventions import PACKAGE
from tests.support.frozen import CONTRACT, CORRECTIONS

Document = dict[str, Any]
_CONTRACT = load(CONTRACT)
OK: Document = {"description": "OK"}


def copy_contract() -> Document:
    """Return a copy of the frozen contract that a test may change."""
    return copy.deepcopy(_CONTRACT)


def responses_with(schema: Document | None, content_type: str = "application/json") -> Document:
    """Return the responses of an operation that returns one schema, or nothing."""
    return {"200": {**OK, "content": {content_type: {"schema": schema}}}} if schema is not None else {"204": OK}


def reference(schema: str) -> Document:
    return {"$ref": f"#/components/schemas/{schema}"}


def operation(id_: str, schema: Document | None = None, *, tag: str = "customers", **more: Any) -> Document:
    """Return a small operation."""
    return {"operationId": id_, "tags": [tag], "responses": responses_with(schema), **more}


def add_operation(path: str, method: str, operation_object: Document, schemas: Document | None = None) -> Document:
    """Return the contract with another operation and the schemas that it needs."""
    document = copy_contract()
    document["paths"].setdefault(path, {})[method] = operation_object
    document["components"]["schemas"].update(schemas or {})
    return document


def generate_client(document: Document, folder: Path) -> Path:
    """Generate the client from a contract and return the folder to import it from."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    package_folder = folder / "generated"
    package_folder.mkdir()
    build(package_folder, spec, CORRECTIONS)
    assert (package_folder / PACKAGE / "__init__.py").exists()
    return package_folder


def run_code(package_folder: Path, code: str, *arguments: str) -> str:
    """Run Python code in a new process that imports the package from a folder; return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(package_folder)}
    program = f"import pivotal_api; assert pivotal_api.__path__[0].startswith({str(package_folder)!r})\n{code}"
    process = subprocess.run(
        [sys.executable, "-c", program, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout
