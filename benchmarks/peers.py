"""The same figures of other SDKs, installed into an environment that lives as long as the run."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Effort, Figure, above
from benchmarks.startup import least_cpu_of

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("openai", "stripe")
_IMPORT = {"openai": "import openai", "stripe": "import stripe"}
_READY = {
    "openai": "import openai; openai.OpenAI(api_key='benchmark', base_url={url!r})",
    "stripe": "import stripe; stripe.StripeClient('benchmark', base_addresses={{'api': {url!r}}})",
}
_BARE_READY = "import httpx; httpx.Client(base_url={url!r})"


def measure(effort: Effort, url: str) -> list[Figure]:
    """Return the peers' figures against the same server."""
    with _environment() as python:
        calls = _calls(python, effort, url)
        figures: list[Figure] = []
        for name in _PACKAGES:
            start = least_cpu_of({"bare interpreter": "", name: _IMPORT[name]}, effort, python)
            ready = {"httpx": _BARE_READY.format(url=url), name: _READY[name].format(url=url)}
            figures += [
                above(f"{name}: import", start, "ms"),
                above(f"{name}: first client, http", least_cpu_of(ready, effort, python), "ms"),
                above(f"{name}: call, sync, one record", {"httpx": calls["httpx"], name: calls[name]}, "µs"),
            ]
        return figures


@contextmanager
def _environment() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        _run([sys.executable, "-m", "venv", folder])
        python = str(Path(folder) / "bin" / "python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *_PACKAGES, f"httpx=={version('httpx')}"])
        yield python


def _calls(python: str, effort: Effort, url: str) -> Mapping[str, float]:
    measured: Mapping[str, float] = json.loads(
        _run([python, "-m", "benchmarks.peer_calls", url, str(effort.rounds), str(effort.calls)])
    )
    return measured


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} fails: {done.stderr.strip()}")
    return done.stdout
