"""A dry run: the request that a call would send, made by the client itself and then printed instead of sent."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from pivotal_api.contract import BASE_URL
from pivotal_runtime.hosts import checked_base_url
from pivotal_runtime.http_messages import Request

from pivotal import PivotalApi
from pivotal.cli._contract.calls import Call


class _Stopped(Exception):
    """The request is complete."""

    def __init__(self, request: Request) -> None:
        self.request = request


class _Stop:
    """Stands for a server: its sender raises the first request instead of sending it."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def sender(self, api_key: str, timeout: Any) -> "_Stop":
        """Return what the client sends with."""
        return self

    def async_sender(self, api_key: str, timeout: Any) -> NoReturn:
        """Refuse: a command makes sync calls only."""
        raise NotImplementedError

    def send(self, request: Request) -> NoReturn:
        """Raise the request."""
        raise _Stopped(request)

    def close(self) -> None:
        """Do nothing: there is no connection."""


def dry_request(call: Call, base_url: str | None) -> Request:
    """Return the request of a call, without a key and without sending it."""
    client = PivotalApi(sandbox=_Stop(checked_base_url(base_url or BASE_URL)))
    try:
        call.make(client)
    except _Stopped as stopped:
        return stopped.request
    raise AssertionError(f"{call.entry.id} sent no request")


def shown_request(request: Request) -> Iterator[str]:
    """Yield a request as people write it: the line, the headers, the body."""
    yield f"{request.method} {request.url}\n"
    for name, value in request.headers.items():
        yield f"{name}: {value}\n"
    if request.content is not None:
        is_json = "json" in request.headers.get("content-type", "")
        text = request.content.decode(errors="replace")
        yield "\n" + (json.dumps(json.loads(text), indent=2, ensure_ascii=False) if is_json else text) + "\n"
