"""Entry point of `python -m scripts.contract_live`."""

import sys

from scripts.contract_live.cli import main

sys.exit(main())
