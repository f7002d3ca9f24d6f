"""How generation and start-up grow with the contract: ours beside the stock generator, on the same document."""

import copy
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from benchmarks.figures import Effort, Figure
from benchmarks.startup import least_cpu_of

ROOT = Path(__file__).resolve().parent.parent
_BUILD = """
import pathlib, sys
from scripts.regenerate.build import build
build(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[1]))
"""
_FIRST_RESOURCE = """
import sys
sys.path[:0] = [{folder!r}, {overlays!r}]
import pivotal_api
pivotal_api.Client(token="pivotal_test_x", base_url="http://127.0.0.1:9").customers.list
"""


def measure(effort: Effort) -> list[Figure]:
    """Return CPU time and peak memory as ratios to the stock generator's, and the start-up of the largest client.

    CPU time is user and system time of the process and of what it starts.
    """
    figures: list[Figure] = []
    clients: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as name:
        for copies in effort.copies:
            folder = Path(name) / str(copies)
            folder.mkdir()
            document = grown_contract(copies)
            count = f"{_count_operations(document):,} operations"
            clients[count] = folder / "pivotal"
            figures += _compare(document, count, folder)
        return [*figures, _start_up(clients, effort)]


def grown_contract(copies: int) -> dict[str, Any]:
    """Return the contract with its tags, operations and schemas so many times, each time under other names."""
    contract = yaml.load((ROOT / "spec/openapi.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    grown = copy.deepcopy(contract)
    for number in range(1, copies):
        text = json.dumps({"paths": contract["paths"], "schemas": contract["components"]["schemas"]}, default=str)
        more = json.loads(re.sub(r"#/components/schemas/(\w+)", rf"#/components/schemas/\g<1>{number}", text))
        schemas = grown["components"]["schemas"]
        schemas.update({f"{schema}{number}": value for schema, value in more["schemas"].items()})
        for path, item in more["paths"].items():
            grown["paths"][f"/copy{number}{path}"] = item
            for operation in (value for value in item.values() if isinstance(value, dict)):
                operation["operationId"] += f"-{number}"
                operation["tags"] = [f"{tag}-{number}" for tag in operation["tags"]]
    return grown


def _count_operations(document: dict[str, Any]) -> int:
    return sum(isinstance(value, dict) for item in document["paths"].values() for value in item.values())


def _compare(document: dict[str, Any], count: str, folder: Path) -> list[Figure]:
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    (folder / "pivotal").mkdir()
    stock = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--meta", "none"]
    used = {
        "stock": _usage_of([*stock, "--path", str(spec), "--output-path", str(folder / "stock")]),
        "pivotal": _usage_of([sys.executable, "-c", _BUILD, str(spec), str(folder / "pivotal")]),
    }
    seconds = {name: usage[0] for name, usage in used.items()}
    megabytes = {name: usage[1] for name, usage in used.items()}
    return [
        Figure(f"generated, {count}", seconds["pivotal"] / seconds["stock"], "x", 1, measured=seconds, measured_in="s"),
        Figure(
            f"generated, {count}, memory",
            megabytes["pivotal"] / megabytes["stock"],
            "x",
            1,
            measured=megabytes,
            measured_in="MB",
        ),
    ]


def _usage_of(command: list[str]) -> tuple[float, float]:
    """Return CPU seconds and megabytes of a process that must succeed, with what it started."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(errors.read().decode())
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _start_up(clients: dict[str, Path], effort: Effort) -> Figure:
    """Return the time to the first resource with the largest client, as a ratio to the smallest."""
    overlays = str(ROOT / "overlays")
    programs = {
        count: _FIRST_RESOURCE.format(folder=str(folder), overlays=overlays) for count, folder in clients.items()
    }
    measured = least_cpu_of(programs, effort)
    first, *_, last = (*measured.values(), *measured.values())
    return Figure(f"first resource, {list(measured)[-1]}", last / first, "x", 1.1, measured=measured, measured_in="ms")
