"""Entry point of `python -m scripts.contract_diff`."""

import sys

from scripts.contract_diff.cli import main

sys.exit(main())
