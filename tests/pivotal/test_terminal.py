"""Text from a server can't control a terminal: control characters are replaced."""

import logging
from typing import Any

import pytest
from pivotal.errors import APIStatusError, PivotalError

from tests.support.flavors import Flavor
from tests.support.scripted import ScriptedServer, reply

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\x00\x7f"
ERROR = {"type": f"conflict{EVIL}", "code": f"c{EVIL}", "message": f"Because.\n{EVIL}", "field": f"name{EVIL}"}


def get(api: Any) -> Any:
    return api.customers.get(1)


def test_an_error_is_printable(flavor: Flavor) -> None:
    with ScriptedServer(reply(409, {"error": ERROR})) as server, pytest.raises(APIStatusError) as caught:
        flavor.call(server.url, get)
    shown = str(caught.value)
    assert shown.isprintable() and shown.count("evil") == 4 and "\ufffd]0;owned" in shown
    assert (caught.value.code, caught.value.message) == (ERROR["code"], ERROR["message"])  # data stays as it came


def test_logged_bodies_are_printable(flavor: Flavor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "pivotal")
    with ScriptedServer(reply(404, f"a\n\tb{EVIL}".encode())) as server, pytest.raises(PivotalError):
        flavor.call(server.url, get, log_bodies=True)
    assert "received a  b\ufffd]0;owned" in caplog.text
    assert all(message.isprintable() for message in caplog.messages)
