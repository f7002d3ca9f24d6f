"""Entry point of `python -m scripts.distributions`."""

import sys

from scripts.distributions.cli import main

sys.exit(main())
