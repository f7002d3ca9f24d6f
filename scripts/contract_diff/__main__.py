"""Entry point of `python -m scripts.contract_diff`."""

import gc

from contract_diff.core.command_line import exit_at_once, run_main


def _load_and_run() -> int:
    # The imports take a while, and an interruption during them must be reported too.
    from contract_diff.cli import run
    from scripts.contract_diff.extension import SdkExtension

    return run(extension=SdkExtension())


if __name__ == "__main__":
    gc.disable()  # as contract_diff.__main__ does
    exit_at_once(run_main("contract-diff", _load_and_run))
