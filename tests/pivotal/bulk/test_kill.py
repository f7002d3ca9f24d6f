"""A job that is killed at random moments, over a server that fails, loses no row and creates none twice.

A few kills by default; PIVOTAL_TEST_ROWS=5000 PIVOTAL_TEST_KILLS=50 makes it a long run.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pivotal import PivotalApi, bulk
from pivotal.sandbox import Sandbox

from tests.pivotal.test_no_duplicates import FAULTS
from tests.support.samples import KEY

ROWS = int(os.environ.get("PIVOTAL_TEST_ROWS", "300"))
KILLS = int(os.environ.get("PIVOTAL_TEST_KILLS", "6"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300 + ROWS)]
_JOB = """
import sys
from pivotal import PivotalApi, RetryPolicy, bulk

url, key, rows, checkpoint = sys.argv[1:]
with PivotalApi(api_key=key, base_url=url, retries=RetryPolicy(1, backoff=0.001)) as client:
    report = bulk.upsert(client, bulk.read_rows(rows), key="crm", checkpoint=checkpoint, pacing=False)
bulk.write_failures("failures.csv", report.failures)
print(report)
"""


@pytest.fixture
def failing_sandbox() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox()
    for fault in FAULTS:
        sandbox.faults.add(times=None, **fault)
    with sandbox.serve() as url:
        yield sandbox, url
    sandbox.close()


def written(path: Path, plan: str) -> Path:
    lines = (f"{number},Customer {number},{plan},{number}" for number in range(ROWS))
    path.write_text("\n".join(["crm,name,plan,mrr", *lines]), encoding="utf-8")
    return path


def start(url: str, rows: Path, checkpoint: Path) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", _JOB, url, KEY, str(rows), str(checkpoint)]
    return subprocess.Popen(arguments, cwd=checkpoint.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(url: str, rows: Path, checkpoint: Path) -> str:
    """Run the job until it ends by itself, and return what it printed."""
    process = start(url, rows, checkpoint)
    output, errors = process.communicate()
    assert process.returncode == 0 or "BulkStoppedError" in errors, errors
    return output


def test_a_killed_job_loses_nothing_and_doubles_nothing(failing_sandbox: tuple[Sandbox, str], tmp_path: Path) -> None:
    sandbox, url = failing_sandbox
    checkpoint, rows = tmp_path / "ids.sqlite", written(tmp_path / "rows.csv", "starter")
    chance = random.Random(7)
    for _ in range(KILLS):
        process = start(url, rows, checkpoint)
        requests = len(sandbox.requests)
        while process.poll() is None and len(sandbox.requests) == requests:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        process.kill()
        process.communicate()
    while not finish(url, rows, checkpoint).endswith(", 0 failed\n"):
        pass
    ids = bulk.read_ids(checkpoint)
    with PivotalApi(api_key=KEY, base_url=url, max_retries=20) as client:
        created = {customer.id: customer.name for customer in client.customers.list()}
    assert Counter(created.values()) == Counter(f"Customer {number}" for number in range(ROWS))
    assert {key: created[id] for key, id in ids.items()} == {str(n): f"Customer {n}" for n in range(ROWS)}

    sandbox.requests.clear()
    assert finish(url, rows, checkpoint) == f"0 created, 0 updated, {ROWS:,} unchanged, 0 skipped, 0 failed\n"
    assert len(sandbox.requests) == 0

    sandbox.faults.clear()
    finish(url, written(rows, "growth"), checkpoint)
    bodies = {json.dumps(request.json()) for request in sandbox.requests}
    assert bodies == {'{"plan": "growth"}'}


def test_the_failures_fed_back_in_end_the_job(failing_sandbox: tuple[Sandbox, str], tmp_path: Path) -> None:
    sandbox, url = failing_sandbox
    sandbox.faults.clear()
    sandbox.faults.add(operation="create-customer", status=400, times=40, probability=0.2)
    checkpoint, rows = tmp_path / "ids.sqlite", written(tmp_path / "rows.csv", "starter")
    assert finish(url, rows, checkpoint).endswith(" 40 failed\n")
    again = finish(url, tmp_path / "failures.csv", checkpoint)
    assert again == "40 created, 0 updated, 0 unchanged, 0 skipped, 0 failed\n"
    with PivotalApi(api_key=KEY, base_url=url) as client:
        assert len(client.customers.list().to_list()) == ROWS
