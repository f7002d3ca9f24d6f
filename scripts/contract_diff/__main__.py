"""Entry point of `python -m scripts.contract_diff`."""

import gc
import os
import sys
import traceback
from contextlib import suppress

EXIT_FAULT, EXIT_INTERRUPTED = 70, 130
FAULT = "contract-diff: a fault of the tool itself, nothing was compared; report the lines above"

# The process ends with the comparison: looking for garbage in between takes a seventh of its time and finds none.
gc.disable()
try:
    # Loading takes its time; an interruption may come as early as here.
    from scripts.contract_diff.cli import main

    code, told = main(), ""
except KeyboardInterrupt:
    code, told = EXIT_INTERRUPTED, "contract-diff: interrupted"
except Exception:
    code, told = EXIT_FAULT, f"{traceback.format_exc()}{FAULT}"
# Where standard error can't be written, the exit code has to tell.
with suppress(OSError):
    if told:
        print(told, file=sys.stderr)
for stream in (sys.stdout, sys.stderr):
    with suppress(OSError):
        if stream is not None:
            stream.flush()
# Giving back the documents piece by piece takes another twelfth.
os._exit(code)
