"""The SDK beside HTTP libraries and other SDKs, all installed into one environment that lives as long as the run."""

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
_PEERS = ("aiohttp", "openai", "stripe", "workos")
_PINNED = ("httpx", "httpx2")  # as in the development environment
_BARE = "bare interpreter"
_IMPORT = {
    _BARE: "",
    **{name: f"import {name}" for name in (*_PINNED, *_PEERS, "pivotal")},
}
_READY = {
    "httpx": "import httpx; httpx.Client(base_url={url!r}, verify=False)",
    "httpx2": "import httpx2; httpx2.Client(base_url={url!r}, verify=False)",
    "openai": "import openai; openai.OpenAI(api_key='benchmark', base_url={url!r})",
    "stripe": "import stripe; stripe.StripeClient('benchmark', base_addresses={{'api': {url!r}}})",
    "workos": "import workos; workos.WorkOSClient(api_key='benchmark', client_id='sample', base_url={url!r})",
    "pivotal": "from pivotal import PivotalApi; PivotalApi(api_key='pivotal_test_benchmark', base_url={url!r})",
}


def measure(effort: Effort, url: str) -> list[Figure]:
    """Return the figures of all contestants against the same server; a value is the SDK's above the first's."""
    with _environment() as python:
        ready = {name: program.format(url=url) for name, program in _READY.items()}
        return [
            above("peers: import", least_cpu_of(_IMPORT, effort, python), "ms"),
            above("peers: first client, http", least_cpu_of(ready, effort, python), "ms"),
            *(above(f"peers: {name}", by, _unit(name)) for name, by in _calls(python, effort, url).items()),
        ]


@contextmanager
def _environment() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        _run([sys.executable, "-m", "venv", folder])
        python = str(Path(folder) / "bin" / "python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *_PEERS, *(f"{name}=={version(name)}" for name in _PINNED), str(ROOT)])
        yield python


def _calls(python: str, effort: Effort, url: str) -> Mapping[str, Mapping[str, float]]:
    measured: Mapping[str, Mapping[str, float]] = json.loads(
        _run([python, "-m", "benchmarks.peer_calls", url, str(effort.rounds), str(effort.calls)])
    )
    return measured


def _unit(name: str) -> str:
    if name.endswith("failed"):
        return ""
    return "µs" if name.startswith("call") else "s"


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} fails: {done.stderr.strip()}")
    return done.stdout
