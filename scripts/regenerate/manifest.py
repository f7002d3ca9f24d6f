"""The manifest of generated/: hashes of every input, and the versions on which its bytes depend."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.project import CORRECTIONS, GENERATOR_CONFIG, ROOT, TEMPLATES
from scripts.regenerate.generator import PINNED


def make_manifest(spec: Path, corrections: Path = CORRECTIONS) -> dict[str, Any]:
    """Return the inputs of a generation, as data."""
    return {
        "command": "make regenerate",
        "versions": {name: version(name) for name in PINNED},
        "inputs": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in _inputs(spec, corrections)},
    }


def _inputs(spec: Path, corrections: Path) -> Iterator[tuple[str, Path]]:
    yield "spec/openapi.yaml", spec
    yield GENERATOR_CONFIG.name, GENERATOR_CONFIG
    for folder, pattern in ((corrections, "*.yaml"), (TEMPLATES, "*.jinja")):
        for path in sorted(folder.glob(pattern)):
            yield str(path.relative_to(ROOT)), path
