"""Entry point of `python -m docs.generate`."""

import sys

from docs.generate.cli import main

sys.exit(main())
