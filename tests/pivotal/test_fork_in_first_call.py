"""A fork in the middle of another thread's first call: the child must not wait for what that thread was doing."""

import os
import subprocess
import sys
from textwrap import dedent

import pytest

from tests.support.samples import HEALTH, KEY
from tests.support.scripted import ScriptedServer, reply

# A thread that makes its first call stops at a place, until the main thread has forked. If the fork waits for it, that
# never happens: then the thread goes on by itself.
PROGRAM = dedent("""
    import os, signal, sys, threading
    from importlib.abc import MetaPathFinder
    import msgspec
    from pivotal import PivotalApi

    here, forked = threading.Event(), threading.Event()

    def stop():
        if not here.is_set():
            here.set()
            forked.wait(0.3)

    class Finder(MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name == sys.argv[2]:
                stop()

    def decoder(kind, make=msgspec.json.Decoder):
        stop()
        return make(kind)

    sys.meta_path.insert(0, Finder())
    client = PivotalApi(api_key=sys.argv[3], base_url=sys.argv[1])
    if sys.argv[2] == "a decoder":
        client.meta
        msgspec.json.Decoder = decoder
    thread = threading.Thread(target=client.health)
    thread.start()
    if not here.wait(20):
        sys.exit("the place was not reached")
    child = os.fork()
    if not child:
        signal.alarm(20)
        os._exit(0 if client.health().status == "ok" else 1)
    forked.set()
    thread.join()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.exit(0 if status == 0 else f"the child ended with {status}")
""")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(
    "place", ["pivotal_api.resources.meta", "a decoder", "pivotal_runtime.connections", "httpcore2"]
)
def test_a_child_can_call(place: str) -> None:
    with ScriptedServer(reply(body=HEALTH, keep=True)) as server:
        command = [sys.executable, "-W", "ignore", "-c", PROGRAM, server.url, place, KEY]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
