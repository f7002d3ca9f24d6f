"""Entry point of `python -m scripts.contract_diff`."""

import sys

EXIT_INTERRUPTED = 130

try:
    # Loading takes its time; an interruption may come as early as here.
    from scripts.contract_diff.cli import main

    code = main()
except KeyboardInterrupt:
    print("contract-diff: interrupted", file=sys.stderr)
    code = EXIT_INTERRUPTED
sys.exit(code)
