"""`pivotal open`: the page of a customer, by any form of its id."""

import os
import sys
import time
from pathlib import Path

import pytest
from pivotal.sandbox import Sandbox

from tests.pivotal.cli.support import PATIENCE, run, terminal


@pytest.fixture
def aurora(sandbox: Sandbox) -> int:
    number: int = run("customers", "create", "--name", "Aurora").data["display_id"]
    return number


def page(number: int) -> str:
    return f"{os.environ['PIVOTAL_BASE_URL']}/customers/{number}-aurora"


def test_without_a_terminal_the_url_is_printed(aurora: int) -> None:
    done = run("open", aurora)
    assert (done.code, done.out) == (0, f"{page(aurora)}\n")
    assert run("open", run("customers", "get", aurora).data["id"]) == done
    assert run("open", 99).code == 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_on_a_terminal_the_page_is_opened(aurora: int, tmp_path: Path) -> None:
    opener, opened = tmp_path / "xdg-open", tmp_path / "opened"
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    opener.chmod(0o755)
    with terminal("open", aurora, environment={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}) as screen:
        assert screen.finish() == 0
        ends = time.monotonic() + PATIENCE
        while not (opened.exists() and opened.read_text(encoding="utf-8")):
            assert time.monotonic() < ends
            time.sleep(0.02)
    assert opened.read_text(encoding="utf-8").strip() == page(aurora) == screen.shown.strip()
