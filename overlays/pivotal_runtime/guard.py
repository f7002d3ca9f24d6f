"""In tests: requests stay on this machine, and no live key leaves it.

The pytest plugin sets the flags below. They are checked where connections are made, below every mock: the HTTP
libraries report each connection and request to the `trace` extension, those of a caller's client or proxy too.
A caller's transport may use another library: while it sends a request, the audit events of its sockets are checked.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from .attempts import current
from .errors import InvalidArgumentError, redact
from .hosts import is_loopback

LOOPBACK_ONLY = "PIVOTAL_LOOPBACK_ONLY"
ALLOW_LIVE_KEY = "PIVOTAL_ALLOW_LIVE_KEY"
_PYTEST_VARIABLES = frozenset({"PYTEST_VERSION", "PYTEST_CURRENT_TEST"})  # during collection, and during a test

# Not read from the environment later: a test may clear that, and must be no less safe then.
loopback_only = bool(os.environ.get(LOOPBACK_ONLY))
inside_pytest = False
live_keys_allowed = False
_is_watching = False


def tracer(token: str, *, is_async: bool) -> Callable[[str, Mapping[str, Any]], Any]:
    """Return the `trace` extension of a request, which raises before it reaches a host that it must not."""

    def check(_: str, info: Mapping[str, Any]) -> None:
        for host in _hosts(info):
            _refuse_other_host(host)
            refuse_live_key(token, host)

    async def check_async(event: str, info: Mapping[str, Any]) -> None:
        check(event, info)

    return check_async if is_async else check


def watch_sockets() -> None:
    """Check what a transport of the caller's connects to, by whatever library. An audit hook can't be removed."""
    global _is_watching
    if loopback_only and not _is_watching:
        _is_watching = True
        sys.addaudithook(_check_socket)


def _check_socket(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ("socket.connect", "socket.getaddrinfo") or current.get() is None:
        return
    target: Any = arguments[1] if event == "socket.connect" else arguments
    if isinstance(target, str | bytes) or not target[0]:  # the path of a Unix socket, or no host: on this machine
        return
    _refuse_other_host(target[0].decode("ascii") if isinstance(target[0], bytes) else str(target[0]))


def refuse_live_key(token: str, host: str) -> None:
    """Raise InvalidArgumentError for a live key inside pytest, unless it is sent to this machine or allowed."""
    is_live = token.startswith("pivotal_") and not token.startswith("pivotal_test_")
    if is_live and not is_loopback(host) and _refuses_live_keys():
        raise InvalidArgumentError(
            f"The key {redact(token)} is live, and this is a test: it would write to the real workspace. "
            f"Use the local server, or set {ALLOW_LIVE_KEY}=1 if you mean it."
        )


def _refuses_live_keys() -> bool:
    if live_keys_allowed or os.environ.get(ALLOW_LIVE_KEY):
        return False
    return inside_pytest or not _PYTEST_VARIABLES.isdisjoint(os.environ)


def _refuse_other_host(host: str) -> None:
    if loopback_only and not is_loopback(host):
        raise InvalidArgumentError(
            f"{LOOPBACK_ONLY} is set, and {host} is not this machine, so no request was sent: mark the "
            "test pivotal_network, use PivotalApi(sandbox=True), or mock a client that you pass as http_client."
        )


def _hosts(info: Mapping[str, Any]) -> list[str]:
    """Return the hosts that an event of httpcore is about: of a connection, of a request, or of a tunnel."""
    hosts: list[Any] = [info["host"]] if "host" in info else []
    request = info.get("request")
    if request is not None:
        is_tunnel = request.method == b"CONNECT"
        hosts.append(request.url.target.rpartition(b":")[0] if is_tunnel else request.url.host)
    return [(host.decode("ascii") if isinstance(host, bytes) else host).strip("[]") for host in hosts]
