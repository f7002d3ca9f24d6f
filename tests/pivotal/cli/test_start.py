"""The command line starts fast, and lists of any length need little memory."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.support.samples import KEY, customer, limit_headers, page
from tests.support.scripted import Answer, Received, ScriptedServer, reply

HEAVY = {"rich", "msgspec", "httpcore2", "httpx", "attrs", "yaml", "platformdirs", "tomli_w", "asyncio", "starlette",
         "uvicorn", "pydantic", "openapi_spec_validator", "sqlite3", "pivotal.sandbox", "pivotal._client"}  # fmt: skip
LOADED = """
import sys
from pivotal.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a command has loaded in the end."""
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_first_help_loads_nothing_heavy() -> None:
    assert not loaded("--help") & HEAVY
    assert not loaded("--version") & HEAVY


def test_a_call_loads_the_client_and_little_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    with ScriptedServer(reply(200, customer(1))) as server:
        modules = loaded("customers", "get", "1", "--base-url", server.url)
    assert "pivotal._client" in modules
    assert modules & HEAVY <= {"msgspec", "httpcore2", "asyncio", "pivotal._client"}


def pages(count: int) -> Callable[[Received], Answer]:
    """Return the script of a list of so many pages of a hundred rows."""
    numbers, row = iter(range(1, count + 1)), customer(1)

    def answer(_: Received) -> Answer:
        number = next(numbers)
        cursor = None if number == count else f"2026-01-01T00:00:00.{number:06d}Z"
        rows = [{**row, "id": f"cl{number:03d}{place:020d}"} for place in range(100)]
        return reply(200, {**page([], cursor), "data": rows}, headers=limit_headers(600_000, 599_999, 60), keep=True)

    return answer


MEMORY = r"""
import re, sys
from pivotal.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
sys.exit(code)
"""


def peak(count: int, format: str, key: pytest.MonkeyPatch) -> int:
    """Walk a list of so many pages; return the most memory that the process had, in kilobytes."""
    key.setenv("PIVOTAL_API_KEY", KEY)
    with ScriptedServer(pages(count)) as server:
        command = [sys.executable, "-c", MEMORY, "customers", "list", "--base-url", server.url, "-o", format]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = done.stdout.count('"object"') if format.startswith("json") else done.stdout.count("\n") - 1
    assert rows == count * 100
    if format == "json":
        assert len(json.loads(done.stdout)) == rows
    return int(done.stderr)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
@pytest.mark.parametrize("format", ["json", "csv"])
def test_a_long_list_needs_the_memory_of_a_short_one(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert peak(40, format, monkeypatch) < peak(3, format, monkeypatch) + 1_500
