"""`pivotal webhooks listen`: forward the events of the local server to a program that is being developed."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from pivotal_runtime.extras import needs_extra

from pivotal.cli._account.options import common_options, given_options
from pivotal.cli._exits import CommandError
from pivotal.cli._local.secrets import webhook_secret
from pivotal.cli._output.printer import Printer, output_format, output_options, write

if TYPE_CHECKING:
    from pivotal.webhooks import Event

_COLUMNS = ["type", "id", "outcome"]
_LONGEST_BODY = 1 << 20


class _Forwarded(NamedTuple):
    event: Mapping[str, Any]
    outcome: str


def _listen(forward_to: str | None, events: str | None, print_secret: bool, **_: Any) -> None:
    """Forward the events of the local server to a URL, signed as Pivotal signs them, and print each.

    The server is the one that PIVOTAL_BASE_URL and PIVOTAL_SANDBOX_TOKEN name; `pivotal sandbox --control` prints both.
    Your program verifies with the secret that --print-secret prints: PIVOTAL_WEBHOOK_SECRET, or one of your own that
    stays the same.
    """
    if print_secret:
        write([f"{webhook_secret()}\n"])
        return
    if forward_to is None:
        raise CommandError("Pass --forward-to with the URL that gets the events, or --print-secret.")
    options = given_options(click.get_current_context())
    types = None if events is None else [name.strip() for name in events.split(",")]
    forwarded: SimpleQueue[_Forwarded] = SimpleQueue()
    with _listening(forward_to, forwarded) as url, _registered(options, url, types):
        click.echo(f"Forwarding events to {forward_to}; Ctrl-C ends.", err=True)
        _print(forwarded, output_format({"output": options.get("output")}))


@contextmanager
def _listening(forward_to: str, forwarded: "SimpleQueue[_Forwarded]") -> Generator[str]:
    """Run a server on this machine that forwards what it gets; yield its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(forward_to, forwarded))
    Thread(target=server.serve_forever, name="pivotal-listen", daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _registered(options: Mapping[str, Any], url: str, types: Sequence[str] | None) -> Generator[None]:
    from pivotal.cli._local.control import Control

    control = Control(options)
    body = {"url": url, "secret": webhook_secret(), **({} if types is None else {"types": types})}
    with closing(control), ExitStack() as registered:
        for test_mode in (True, False):  # an endpoint gets the events of one mode
            endpoint = control.call("POST", "webhooks/endpoints", {**body, "test_mode": test_mode})
            registered.callback(control.call, "DELETE", "webhooks/endpoints", {"id": endpoint["id"]})
        yield


class _Greetings:
    """Tells the ping that each new endpoint gets: the first one of each mode."""

    def __init__(self) -> None:
        self._modes = set[object]()

    def __call__(self, event: "Event") -> bool:
        mode = getattr(event, "livemode", None)
        is_first = event.type == "webhook.ping" and mode not in self._modes
        if is_first:
            self._modes.add(mode)
        return is_first


def _handler(forward_to: str, forwarded: "SimpleQueue[_Forwarded]") -> type[BaseHTTPRequestHandler]:
    with needs_extra("webhooks"):
        from pivotal.sandbox._webhooks.delivery import post
        from pivotal.sandbox._webhooks.endpoints import check_url
        from pivotal.webhooks import Webhooks, WebhookVerificationError
    try:
        check_url(forward_to, allow_remote=True)
    except ValueError as error:
        raise CommandError(f"--forward-to: {error}") from error
    receiver = Webhooks(webhook_secret())
    is_greeting = _Greetings()

    class Forward(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Forward a genuine delivery; answer as its receiver did, so that the server repeats what failed."""
            length = min(int(self.headers.get("content-length") or 0), _LONGEST_BODY)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                event = receiver.unwrap(body, headers)
            except WebhookVerificationError:
                self.send_error(400)
                return
            accepted = is_greeting(event) or self._forward(event, body, headers)
            self.send_response(204 if accepted else 502)
            self.end_headers()

        def _forward(self, event: "Event", body: bytes, headers: Mapping[str, str]) -> bool:
            kept = {name: value for name, value in headers.items() if name.startswith(("svix-", "content-type"))}
            accepted, outcome = post(forward_to, body, kept)
            forwarded.put(_Forwarded(event.to_dict(), outcome))
            return accepted

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing: the events are printed."""

    return Forward


def _print(forwarded: "SimpleQueue[_Forwarded]", format: str) -> None:
    """Print each event until the command is interrupted."""
    printer = Printer("jsonl", None, _COLUMNS)
    while True:
        event, outcome = forwarded.get()
        if format == "table":
            write([f"{event.get('type')}  {event.get('id')}  -> {outcome}\n"])
        else:
            printer.record({**event, "outcome": outcome})


listen = click.Command(
    "listen",
    callback=_listen,
    help=_listen.__doc__,
    params=[
        click.Option(["--forward-to"], metavar="URL", help="The URL of your program."),
        click.Option(["--events"], metavar="TYPE,...", help="Forward events of these types only."),
        click.Option(["--print-secret"], is_flag=True, help="Print the signing secret and nothing else."),
        *output_options(columns=False),
        *common_options(),
    ],
)
