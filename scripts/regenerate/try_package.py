"""Imports what the contract decides in a generated package, and prepares every decoder: broken code fails here.

The client and the transport are the same for every contract, and would import an HTTP library; tests import them.

    python scripts/regenerate/try_package.py FOLDER OVERLAYS PACKAGE

Exit codes: 0 the package works; 1 it doesn't, and the last line on standard error is the reason.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never


def main(folder: str, overlays: str, name: str) -> None:
    """Import the models and resources of a package, and prepare each decoder; decode contract.json."""
    sys.path[:0] = [folder, overlays]
    msgspec: Any = importlib.import_module("msgspec")
    values = importlib.import_module("pivotal_runtime.base_models")
    operation = importlib.import_module("pivotal_runtime.operations").Operation
    importlib.import_module(f"{name}.contract").load_description()
    events = importlib.import_module(f"{name}.webhooks").KnownEvent
    if events is not Never:
        msgspec.json.Decoder(events)
    for module in _modules(folder, name):
        for label, value in list(vars(importlib.import_module(module)).items()):
            is_model = isinstance(value, type) and issubclass(value, values.Model) and value is not values.Model
            try:
                results = (value.result, *value.results.values()) if isinstance(value, operation) else ()
                for kind in (value,) if is_model else results:
                    msgspec.json.Decoder(kind)
            except TypeError as error:
                sys.exit(f"{label}: {error}")


def _modules(folder: str, name: str) -> Iterator[str]:
    for part in ("models", "resources"):
        for path in sorted(Path(folder, name, part).glob("*.py")):
            if path.stem != "__init__":
                yield f"{name}.{part}.{path.stem}"


if __name__ == "__main__":
    main(*sys.argv[1:])
