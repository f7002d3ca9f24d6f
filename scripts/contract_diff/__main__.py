"""Entry point of `python -m scripts.contract_diff`."""

import gc
import os
import sys
import traceback

EXIT_FAULT, EXIT_INTERRUPTED = 70, 130

# The process ends with the comparison: looking for garbage in between takes a seventh of its time and finds none.
gc.disable()
try:
    # Loading takes its time; an interruption may come as early as here.
    from scripts.contract_diff.cli import main

    code = main()
except KeyboardInterrupt:
    print("contract-diff: interrupted", file=sys.stderr)
    code = EXIT_INTERRUPTED
except Exception:
    traceback.print_exc()
    print("contract-diff: a fault of the tool itself, nothing was compared; report the lines above", file=sys.stderr)
    code = EXIT_FAULT
for stream in (sys.stdout, sys.stderr):
    if stream is not None:
        stream.flush()
# Giving back the documents piece by piece takes another twelfth.
os._exit(code)
