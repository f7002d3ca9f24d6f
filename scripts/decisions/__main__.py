"""Entry point of `python -m scripts.decisions`."""

import sys

from scripts.decisions.cli import main

sys.exit(main())
