"""Run the sandbox on a port: `python -m pivotal.sandbox`, or `pivotal-sandbox`."""

import argparse
import os
import re
import shlex
import signal
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread

import msgspec
from pivotal_runtime.errors import printable
from pivotal_runtime.extras import needs_extra
from pivotal_runtime.hosts import is_loopback

from pivotal.sandbox._api.api import default_api
from pivotal.sandbox._sandbox import Sandbox
from pivotal.sandbox._seeding.seed import find_stale_seeds, has_customers
from pivotal.sandbox._serving.access import TOKEN_VARIABLE

STALE, INVALID_INPUT = 1, 2
_KEY = "pivotal_test_sandbox"  # any key works


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Exit codes: 0 interrupted, 1 --check found a stale row, 2 invalid input."""
    options = _parser().parse_args(argv)
    if options.check:
        return _check()
    try:
        with _sigterm_as_interrupt():
            return _serve(options)
    except (OSError, ValueError, ImportError) as error:
        print(f"pivotal-sandbox: {printable(str(error))}", file=sys.stderr)
        return INVALID_INPUT


@contextmanager
def _sigterm_as_interrupt() -> Generator[None]:
    """Let SIGTERM end the block as Ctrl-C does."""
    if current_thread() is not main_thread():  # only that one may set handlers
        yield
        return
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _serve(options: argparse.Namespace) -> int:
    with needs_extra("sandbox"):
        from pivotal.sandbox._serving.server import Serving, bind, run, url_of

    sandbox = Sandbox(options.data, rate_limit=options.rate_limit)
    try:
        sandbox.control_token = _control_token(sandbox)
        _seed(sandbox, options)
        listener = bind(options.host, options.port)
        message = _ready_message(url_of(listener), sandbox.control_token, options)
        _warn(options)
        how = Serving(options.control, tuple(options.allow_host))
        run(sandbox, listener, how, ready=lambda: print(message, flush=True))
    except KeyboardInterrupt:
        return 0
    finally:
        sandbox.close()
    return 0


def _control_token(sandbox: Sandbox) -> str:
    token = os.environ.get(TOKEN_VARIABLE) or sandbox.control_token
    if not re.fullmatch(r"[!-~]+", token):
        raise ValueError(f"{TOKEN_VARIABLE} contains characters that no header can; use letters and digits.")
    return token


def _warn(options: argparse.Namespace) -> None:
    if options.control and not is_loopback(options.host):
        print(
            f"pivotal-sandbox: warning: with --host {options.host} --control, whoever has the token can change this "
            "sandbox from another machine.",
            file=sys.stderr,
        )


def _check() -> int:
    """Print what the sandbox can't answer of the contract, and the rows that name what the contract no longer has."""
    api = default_api()
    stale = [*api.stale, *find_stale_seeds(api.catalog)]
    for gap in api.gaps:
        print(f"not answered: {gap.sentence}")
    for sentence in stale:
        print(f"stale: {sentence}")
    if stale:
        return STALE
    print("The sandbox fits the contract." if not api.gaps else "Everything else is answered.")
    return 0


def _seed(sandbox: Sandbox, options: argparse.Namespace) -> None:
    if (options.customers is None and options.seed is None) or has_customers(sandbox.store):
        return
    given = {"customers": options.customers, "seed": options.seed}
    sandbox.seed(**{name: value for name, value in given.items() if value is not None})


def _ready_message(url: str, token: str, options: argparse.Namespace) -> str:
    place = options.data or "memory"
    if options.json:
        ready = {"url": url, "data": place, "control": options.control}
        return msgspec.json.encode({**ready, "control_token": token} if options.control else ready).decode()
    lines = [
        f"Pivotal sandbox on {url} (data: {place})",
        f"export PIVOTAL_BASE_URL={url}",
        f"export PIVOTAL_API_KEY={_KEY}",
    ]
    if options.control:
        lines.append(f"export {TOKEN_VARIABLE}={shlex.quote(token)}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pivotal-sandbox", description="A local Pivotal API.")
    parser.add_argument("--host", default="127.0.0.1", help="host to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.add_argument("--data", metavar="FILE", help="keep the workspace in a file (default: in memory)")
    parser.add_argument(
        "--seed", type=int, metavar="N", help="create made-up data from this number, unless there is data"
    )
    parser.add_argument("--customers", type=int, metavar="N", help="number of customers to create (default: 50)")
    parser.add_argument("--control", action="store_true", help="serve the control API under /_sandbox/ too")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="answer requests to this host name too"
    )
    parser.add_argument(
        "--rate-limit",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="respond with 429 as documented: after 60 requests a minute, 30 with a test key (default: never)",
    )
    parser.add_argument("--check", action="store_true", help="list what the sandbox can't answer, and don't serve")
    parser.add_argument("--json", action="store_true", help="print the ready line as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
