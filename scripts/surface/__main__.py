"""Entry point of `python -m scripts.surface`."""

import sys

from scripts.surface.cli import main

sys.exit(main())
