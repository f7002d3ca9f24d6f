"""Entry point of `python -m scripts.regenerate`."""

import sys

from scripts.regenerate.cli import main

sys.exit(main())
