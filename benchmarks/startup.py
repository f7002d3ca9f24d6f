"""Start-up: what fresh interpreters spend until the SDK is imported, ready, and has its first answer."""

import os
import subprocess
import sys
from collections.abc import Mapping

from benchmarks.figures import Effort, Figure, above

_KEY = "pivotal_test_benchmarkbenchmark"
# Nobody listens on the discard port: over https, all but the handshake and the answer happens.
_CLOSED = "https://127.0.0.1:9"

_IMPORT = {"bare interpreter": "", "pivotal": "import pivotal"}
_READY = {
    "httpx": "import httpx; httpx.Client(base_url={url!r}, verify={verify})",
    "pivotal": "from pivotal import PivotalApi; PivotalApi(api_key={key!r}, base_url={url!r})",
}
_ANSWER = {
    "httpx": _READY["httpx"] + ".get('/api/v1/customers/1').json()",
    "pivotal": _READY["pivotal"] + ".customers.get(1)",
}
_REFUSED = {
    "httpx": """
import httpx
try:
    httpx.Client(base_url={url!r}, verify={verify}).get('/api/v1/customers/1')
except httpx.ConnectError:
    pass
else:
    raise SystemExit('something answers')
""",
    "pivotal": """
from pivotal import PivotalApi
from pivotal.errors import APIConnectionError
try:
    PivotalApi(api_key={key!r}, base_url={url!r}, max_retries=0).customers.get(1)
except APIConnectionError:
    pass
else:
    raise SystemExit('something answers')
""",
}


def measure(effort: Effort, url: str) -> list[Figure]:
    """Return the start-up figures.

    Over http neither side makes an SSL context (httpx is told not to); over https both do, with the first call.

    Args:
        effort: How many interpreters to start.
        url: A server's base URL, over http.
    """
    cases = (
        ("import", _IMPORT, url),
        ("first client, http", _READY, url),
        ("first client, https", _READY, "https://my.pivotal.app"),
        ("first answer, http", _ANSWER, url),
        ("first call, https, refused", _REFUSED, _CLOSED),
    )
    return [above(name, least_cpu_of(_filled(programs, at), effort), "ms", 25) for name, programs, at in cases]


def _filled(programs: Mapping[str, str], url: str) -> dict[str, str]:
    values = {"url": url, "key": _KEY, "verify": url.startswith("https")}
    return {name: program.format(**values) for name, program in programs.items()}


def least_cpu_of(programs: Mapping[str, str], effort: Effort, python: str = sys.executable) -> dict[str, float]:
    """Return the least CPU time of each program in a fresh interpreter, from start to last line, in milliseconds."""
    for program in programs.values():
        _cpu_of(program, python)  # The first run writes byte code and warms the disk's cache.
    best = dict.fromkeys(programs, float("inf"))
    for _ in range(effort.processes):
        for name, program in programs.items():
            best[name] = min(best[name], _cpu_of(program, python) * 1000)
    return best


def _cpu_of(program: str, python: str) -> float:
    timed = f"{program}\nimport os, time; os.write(1, str(time.process_time()).encode()); os._exit(0)"
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIVOTAL"))}
    done = subprocess.run([python, "-c", timed], env=bare, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"A start-up program failed: {done.stderr.strip()}")
    return float(done.stdout)
