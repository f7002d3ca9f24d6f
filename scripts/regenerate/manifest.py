"""What generated/ was made from: hashes of every input, and the versions that decide its bytes."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.project import CORRECTIONS, GENERATOR_CONFIG, ROOT, TEMPLATES
from scripts.regenerate.generator import PINNED


def manifest(spec: Path) -> dict[str, Any]:
    """Describe the inputs of a generation."""
    return {
        "command": "make regenerate",
        "versions": {name: version(name) for name in PINNED},
        "inputs": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in _inputs(spec)},
    }


def _inputs(spec: Path) -> Iterator[tuple[str, Path]]:
    yield "spec/openapi.yaml", spec
    yield GENERATOR_CONFIG.name, GENERATOR_CONFIG
    for folder, pattern in ((CORRECTIONS, "*.yaml"), (TEMPLATES, "*.jinja")):
        for path in sorted(folder.glob(pattern)):
            yield str(path.relative_to(ROOT)), path
