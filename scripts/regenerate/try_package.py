"""Imports a whole generated package and prepares every decoder, so that broken code fails here and not for users.

    python scripts/regenerate/try_package.py FOLDER OVERLAYS PACKAGE

Exit codes: 0 the package works; 1 it doesn't, and the last line on standard error is the reason.
"""

import importlib
import pkgutil
import sys
from typing import Any


def main(folder: str, overlays: str, name: str) -> None:
    """Import every module of a package and prepare the decoder of each operation and model."""
    sys.path[:0] = [folder, overlays]
    package = importlib.import_module(name)
    msgspec: Any = importlib.import_module("msgspec")
    values = importlib.import_module("pivotal_runtime.base_models")
    operation = importlib.import_module("pivotal_runtime.operations").Operation
    for module in pkgutil.walk_packages(package.__path__, f"{name}."):
        for label, value in list(vars(importlib.import_module(module.name)).items()):
            is_model = isinstance(value, type) and issubclass(value, values.Model) and value is not values.Model
            try:
                results = (value.result, *value.results.values()) if isinstance(value, operation) else ()
                for kind in (value,) if is_model else results:
                    msgspec.json.Decoder(kind)
            except TypeError as error:
                sys.exit(f"{label}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
