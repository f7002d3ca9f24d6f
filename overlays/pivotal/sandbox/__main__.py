"""Run the sandbox on a port: `python -m pivotal.sandbox`, or `pivotal-sandbox`."""

import argparse
import sys
from collections.abc import Sequence

import msgspec

from pivotal._extras import needs_extra
from pivotal.sandbox._seeding.seed import is_planted
from pivotal.sandbox._traffic.rate_limit import DOCUMENTED_LIMITS
from pivotal.sandbox._workspace import Sandbox

INPUT_WRONG = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Exit codes: 0 told to stop, 2 the input is wrong."""
    options = _parser().parse_args(argv)
    try:
        return _serve(options)
    except (OSError, ValueError, ImportError) as error:
        print(f"pivotal-sandbox: {error}", file=sys.stderr)
        return INPUT_WRONG


def _serve(options: argparse.Namespace) -> int:
    with needs_extra("sandbox"):
        from pivotal.sandbox._serving.server import bind, run, url_of

    sandbox = Sandbox(options.data, rate_limit=None if options.no_rate_limit else DOCUMENTED_LIMITS)
    _plant(sandbox, options)
    listener = bind(options.host, options.port)
    line = _ready_line(url_of(listener), options)
    try:
        run(sandbox, listener, control=options.control, ready=lambda: print(line, flush=True))
    except KeyboardInterrupt:
        return 0
    finally:
        sandbox.close()
    return 0


def _plant(sandbox: Sandbox, options: argparse.Namespace) -> None:
    if (options.customers is None and options.seed is None) or is_planted(sandbox.store):
        return
    wanted = {"customers": options.customers, "seed": options.seed}
    sandbox.seed(**{name: value for name, value in wanted.items() if value is not None})


def _ready_line(url: str, options: argparse.Namespace) -> str:
    place = options.data or "memory"
    if options.json:
        return msgspec.json.encode({"url": url, "data": place, "control": options.control}).decode()
    return f"Pivotal sandbox on {url} (data: {place})"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pivotal-sandbox", description="A local Pivotal API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default: this machine only)")
    parser.add_argument("--port", type=int, default=0, help="port (default: a free one)")
    parser.add_argument("--data", metavar="FILE", help="keep the workspace in a file (default: in memory)")
    parser.add_argument("--seed", type=int, metavar="N", help="plant data from this number, unless there is some")
    parser.add_argument("--customers", type=int, metavar="N", help="plant so many customers (default: 50)")
    parser.add_argument("--control", action="store_true", help="answer under /_sandbox/ too")
    parser.add_argument("--no-rate-limit", action="store_true", help="never answer 429")
    parser.add_argument("--json", action="store_true", help="print the line for machines")
    return parser


if __name__ == "__main__":
    sys.exit(main())
