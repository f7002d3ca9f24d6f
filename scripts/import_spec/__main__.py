"""Entry point of `python -m scripts.import_spec`."""

import sys

from scripts.import_spec.cli import main

sys.exit(main())
