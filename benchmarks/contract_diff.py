"""How fast the contract diff is: the GitHub REST description, and how time grows with operations.

Run with `python benchmarks/contract_diff.py`; it fetches two versions of an npm package.
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PACKAGE = "@octokit/openapi"
VERSIONS = ("22.0.0", "23.0.2")
MEMBER = "package/generated/api.github.com.json"
# A shared machine hits some turns harder than others; the least says most of the code.
TURNS = 5
OPERATIONS = (100, 200, 400, 800)


def fetch(version: str, folder: Path) -> Path:
    """One version of the description."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{PACKAGE}@{version}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    target = folder / version
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extract(MEMBER, target, filter="data")
    return target / MEMBER


def measure(base: Path, head: Path) -> tuple[float, float]:
    """Seconds of wall time and megabytes of peak memory of one comparison in a process of its own."""
    arguments = [sys.executable, "-m", "contract_diff", str(base), str(head), "--format=json"]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as refusal:
        process = subprocess.Popen(arguments, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=refusal)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            refusal.seek(0)
            raise RuntimeError(refusal.read().decode())
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def synthetic(operations: int, maximum: int) -> dict[str, object]:
    """A contract in which every operation has a schema of its own and refers to a shared, recursive one."""
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    schemas: dict[str, object] = {"Node": node}
    paths: dict[str, object] = {}
    for number in range(operations):
        fields = {
            "name": {"type": "string", "maxLength": maximum},
            "node": {"$ref": "#/components/schemas/Node"},
        }
        schemas[f"Thing{number}"] = {"type": "object", "properties": fields}
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{number}"}}}
        paths[f"/things/{number}"] = {"get": {"responses": {"200": {"description": "", "content": content}}}}
    return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}


def growth(folder: Path) -> list[tuple[int, float]]:
    """Seconds by number of operations, every one of them changed."""
    found: list[tuple[int, float]] = []
    for operations in OPERATIONS:
        base, head = folder / f"base-{operations}.json", folder / f"head-{operations}.json"
        base.write_text(json.dumps(synthetic(operations, 10)), encoding="utf-8")
        head.write_text(json.dumps(synthetic(operations, 20)), encoding="utf-8")
        found.append((operations, measure(base, head)[0]))
    return found


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, head = (fetch(version, folder) for version in VERSIONS)
        print(f"{PACKAGE} {VERSIONS[0]} to {VERSIONS[1]}:")
        turns = [measure(base, head) for _ in range(TURNS)]
        told = ", ".join(f"{seconds:.1f}" for seconds, _ in turns)
        seconds, megabytes = min(turns)
        print(f"{seconds:.1f} s (at most 10; the least of {told}), {megabytes:.0f} MB (at most 800)")
        print("operations  seconds  seconds by the first")
        rows = growth(folder)
        for operations, took in rows:
            print(f"{operations:>10}  {took:>7.2f}  {took / rows[0][1]:>20.2f}")


if __name__ == "__main__":
    main()
