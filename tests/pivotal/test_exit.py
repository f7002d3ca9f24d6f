"""A process that iterates with prefetch can exit at any time, however slow the page that it is fetching."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.support.samples import KEY, page
from tests.support.scripted import Answer, Received, ScriptedServer, reply

SLOW = 30.0
SCRIPT = """
import sys, time
from pivotal import PivotalApi

walk = PivotalApi(api_key=sys.argv[1], base_url=sys.argv[2]).customers.list(prefetch=True)
for row in walk:
    time.sleep(0.5)  # the next page is requested meanwhile
    if sys.argv[3] == "break":
        break
"""
WAYS = {"a slow page": Answer((SLOW,)), "a long Retry-After": reply(429, b"", {"Retry-After": str(int(SLOW))})}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("end", ["break", "Ctrl-C"])
def test_a_process_exits_while_a_page_is_being_fetched(way: str, end: str) -> None:
    requested = threading.Event()

    def second(_: Received) -> Answer:
        requested.set()
        return WAYS[way]

    with ScriptedServer(reply(body=page(range(2), "next")), second) as server:
        command = [sys.executable, "-c", SCRIPT, KEY, server.url, end]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            assert requested.wait(20), "the second page isn't requested"
            asked_at = time.monotonic()
            if end == "Ctrl-C":
                process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=SLOW / 2)
        finally:
            process.kill()
    assert time.monotonic() - asked_at < SLOW / 2
    assert (process.returncode == 0, "KeyboardInterrupt" in errors) == (end == "break", end == "Ctrl-C"), errors
