"""Changed copies of the vendored contract, generated into a temporary folder and tried in a fresh process."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.contract import load
from scripts.project import CONTRACT
from scripts.regenerate.build import PACKAGE, build

Document = dict[str, Any]
_CONTRACT = load(CONTRACT)
OK: Document = {"description": "OK"}


def original() -> Document:
    """A copy of the vendored contract, free to be changed."""
    return copy.deepcopy(_CONTRACT)


def answer(schema: Document | None, content_type: str = "application/json") -> Document:
    """The responses of an operation that answers with one schema, or with nothing."""
    return {"200": {**OK, "content": {content_type: {"schema": schema}}}} if schema is not None else {"204": OK}


def reference(schema: str) -> Document:
    return {"$ref": f"#/components/schemas/{schema}"}


def operation(id_: str, schema: Document | None = None, *, tag: str = "customers", **more: Any) -> Document:
    """A small operation."""
    return {"operationId": id_, "tags": [tag], "responses": answer(schema), **more}


def with_path(path: str, verb: str, described: Document, schemas: Document | None = None) -> Document:
    """The contract with one more operation, and schemas that it needs."""
    document = original()
    document["paths"].setdefault(path, {})[verb] = described
    document["components"]["schemas"].update(schemas or {})
    return document


def generated(document: Document, folder: Path) -> Path:
    """Generate from a contract; give the folder to import from."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    made = folder / "generated"
    made.mkdir()
    build(made, spec)
    assert (made / PACKAGE / "__init__.py").exists()
    return made


def run(made: Path, code: str, *arguments: str) -> str:
    """Run Python code in a fresh process that imports the package from there; give what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(made)}
    checked = f"import pivotal_api; assert pivotal_api.__path__[0].startswith({str(made)!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", checked, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
