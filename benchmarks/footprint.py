"""What comes along: dependencies, files and lines."""

from importlib.metadata import requires
from pathlib import Path

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent


def measure() -> list[Figure]:
    """Count direct dependencies, and the package's own files and lines of Python."""
    direct = [line for line in requires("pivotal") or [] if "extra ==" not in line]
    generated = _sources("generated/pivotal_api")
    sdk = [*_sources("overlays/pivotal"), *_sources("overlays/pivotal_runtime")]
    return [
        Figure("direct dependencies", len(direct), "", 3),
        Figure("own files", len(generated) + len(sdk), ""),
        Figure("generated lines", _lines(generated), ""),
        Figure("hand-written lines", _lines(sdk), ""),
    ]


def _sources(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts]


def _lines(paths: list[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
