"""How long the pipeline takes from the contract to the client, on the clock."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Effort, Figure

ROOT = Path(__file__).resolve().parent.parent


def measure(effort: Effort) -> list[Figure]:
    """Return the least time of a run. The check does all that a regeneration does, and compares instead of writing."""
    taken = min(_run() for _ in range(effort.pipelines))
    return [Figure("regenerate", taken, "s", 4)]


def _run() -> float:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "scripts.regenerate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    # 1 says that generated/ differs, which is not this benchmark's business: the work is the same.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"The pipeline fails: {done.stderr.strip()}")
    return time.perf_counter() - started
